// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/error.h"
#include "commands.h"
#include "data/dataset.h"
#include "data/encode.h"
#include "tokenizer/tokenizer.h"

namespace retort::cli {
namespace {

/// The texts of a file as a model will see their pieces: prompts in the usual template and completions apart, cut at the
/// special tokens.
void collect(const std::string& file, const TrainTokenizerArguments& arguments, std::vector<std::string>& texts) {
    DataSection section;
    section.name = file;
    section.kind = "sft";
    section.limit = arguments.limit;
    for (const SftRow& row : readSftRows(section, std::filesystem::path(file))) {
        if (!row.prompt.empty()) texts.push_back(renderPrompt({}, row.prompt));
        std::string rest = row.completion;
        for (const std::string& token : arguments.special)
            for (std::size_t at; (at = rest.find(token)) != std::string::npos;) rest.replace(at, token.size(), "\n\n");
        for (std::size_t begin = 0; begin < rest.size();) {
            const std::size_t end = std::min(rest.find("\n\n", begin), rest.size());
            if (end > begin) texts.push_back(rest.substr(begin, end - begin));
            begin = end + 2;
        }
    }
}

}  // namespace

int trainTokenizerCommand(const TrainTokenizerArguments& arguments) {
    std::vector<std::string> texts;
    for (const std::string& file : arguments.data) collect(file, arguments, texts);
    BpeTrainingOptions options;
    options.vocab_size = arguments.vocab_size;
    options.special_tokens = arguments.special;
    if (std::find(options.special_tokens.begin(), options.special_tokens.end(), arguments.eos) ==
        options.special_tokens.end())
        options.special_tokens.insert(options.special_tokens.begin(), arguments.eos);
    options.eos_token = arguments.eos;
    trainBpe(texts, options, arguments.output);
    return 0;
}

}  // namespace retort::cli
