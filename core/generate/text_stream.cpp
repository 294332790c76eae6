// SPDX-License-Identifier: Apache-2.0
#include "generate/text_stream.h"

#include <algorithm>
#include <string_view>

namespace retort {
namespace {

constexpr std::string_view kReplacement = "\uFFFD";
constexpr std::size_t kWindow = 32;  // ids; longer than any character or decoder rule reaches

}  // namespace

std::string TextStream::add(std::int32_t id) {
    if (stopped_) return {};
    window_.push_back(id);
    const std::string text = decode_(window_);
    if (text.ends_with(kReplacement) && window_.size() < 2 * kWindow) return {};  // part of a character
    if (text.size() > window_text_.size() && text.starts_with(window_text_)) held_ += text.substr(window_text_.size());
    window_text_ = text;
    if (window_.size() > kWindow) {
        window_.erase(window_.begin(), window_.end() - kWindow / 2);
        window_text_ = decode_(window_);
    }
    return release(safeEnd());
}

std::string TextStream::finish() {
    if (stopped_) return {};
    const std::string text = decode_(window_);
    if (text.size() > window_text_.size() && text.starts_with(window_text_)) held_ += text.substr(window_text_.size());
    window_text_ = text;
    for (const std::string& stop : stops_) {
        const std::size_t at = stop.empty() ? held_.npos : held_.find(stop);
        if (at == held_.npos) continue;
        stopped_ = true;
        held_.resize(at);
    }
    return release(held_.size());
}

std::string TextStream::release(std::size_t end) {
    std::string text = held_.substr(0, end);
    held_.erase(0, end);
    for (const std::string& stop : stops_) {
        if (stop.empty() || !held_.starts_with(stop)) continue;
        stopped_ = true;
        held_.clear();
    }
    return text;
}

/// Bytes of held_ that no stop string can begin in; up to the first that is there in full.
std::size_t TextStream::safeEnd() const {
    std::size_t end = held_.size();
    for (const std::string& stop : stops_) {
        if (stop.empty()) continue;
        end = std::min(end, held_.find(stop));
        for (std::size_t length = std::min(stop.size() - 1, held_.size()); length > 0; --length) {
            if (!held_.ends_with(std::string_view(stop).substr(0, length))) continue;
            end = std::min(end, held_.size() - length);
            break;
        }
    }
    return end;
}

}  // namespace retort
