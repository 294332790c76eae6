// SPDX-License-Identifier: Apache-2.0
#include "text/steps.h"

#include "text/ascii.h"

namespace retort {
namespace {

constexpr std::string_view kBlankLine = "\n\n";
constexpr std::string_view kLine = "\n";

}  // namespace

std::vector<std::string_view> splitSteps(std::string_view text, std::string_view separator) {
    if (separator.empty()) separator = trimAscii(text).find(kBlankLine) != text.npos ? kBlankLine : kLine;
    std::vector<std::string_view> steps;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t at = text.find(separator, begin);
        const std::size_t end = at == text.npos ? text.size() : at + separator.size();
        const std::string_view step = text.substr(begin, end - begin);
        if (trimAscii(step).empty() && !steps.empty())
            steps.back() = std::string_view(steps.back().data(), steps.back().size() + step.size());
        else steps.push_back(step);
        begin = end;
    }
    return steps;
}

std::vector<std::string> joinableSteps(std::vector<std::string> steps, std::string_view separator) {
    if (separator.empty()) separator = kLine;
    for (std::size_t i = 0; i + 1 < steps.size(); ++i)
        if (!steps[i].ends_with(separator)) steps[i] += separator;
    return steps;
}

}  // namespace retort
