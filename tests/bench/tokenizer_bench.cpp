// SPDX-License-Identifier: Apache-2.0
// Encoding and decoding speed on one thread: tokenizer_bench FOLDER TEXT_FILE. The file is cut into documents of about 4 KB
// at line ends, as tests/bench/peer_tokenize.py cuts it, which times HuggingFace tokenizers and prints the same two figures.

#include <chrono>
#include <cstdio>
#include <string_view>

#include "base/file.h"
#include "tokenizer/tokenizer.h"

using namespace retort;

namespace {

std::vector<std::string_view> documents(std::string_view text) {
    std::vector<std::string_view> result;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n', std::min<std::size_t>(4096, text.size())), text.size());
        result.push_back(text.substr(0, std::min(end + 1, text.size())));
        text.remove_prefix(result.back().size());
    }
    return result;
}

double seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return std::fprintf(stderr, "usage: tokenizer_bench FOLDER TEXT_FILE\n"), 2;
    const Tokenizer tokenizer = Tokenizer::load(argv[1]);
    const std::string text = readFile(argv[2]);
    const double megabytes = static_cast<double>(text.size()) / 1e6;
    std::vector<std::vector<std::int32_t>> ids;
    double start = seconds();
    for (const std::string_view document : documents(text)) ids.push_back(tokenizer.encode(document));
    const double encoding = seconds() - start;
    std::size_t tokens = 0, bytes = 0;
    for (const auto& document : ids) tokens += document.size();
    start = seconds();
    for (const auto& document : ids) bytes += tokenizer.decode(document).size();
    const double decoding = seconds() - start;
    std::printf("retort: %zu tokens, encode %.2f MB/s, decode %.2f MB/s (%zu bytes)\n", tokens, megabytes / encoding,
                megabytes / decoding, bytes);
}
