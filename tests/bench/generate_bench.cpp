// SPDX-License-Identifier: Apache-2.0
// Tokens per second of the CPU generator on random weights of the shape of abacus; tests/bench/peer_generate.py is the peer.
//
//   generate_bench [--threads 2] [--prompt 24] [--tokens 64] [--batches 1,64,256,512] [--repeats 5] [--max-batch 256]
//                  [--target AVX2]
//
// Every batch is samples of 16 of as many prompts as it takes; nothing stops early. Prints the fastest and the median
// repeat, and tokens per second of processor time, which other programs on the machine disturb less.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <map>
#include <sstream>

#include "generate/decode_run.h"
#include "kernels/decode/decode_ops.h"
#include "kernels/decode/random_model.h"

namespace {

using Options = std::map<std::string, std::string>;

/// Wall and processor seconds of one call.
std::pair<double, double> measure(const retort::kernels::DecodeWeights& weights, int batch, Options& options,
                                  retort::DecodeMemory& memory) {
    const int samples = batch % 16 == 0 ? 16 : batch;
    std::vector<std::vector<std::int32_t>> prompts;
    for (int i = 0; i < batch / samples; ++i) {
        prompts.push_back(retort::test::randomIds(weights.shape.vocab, std::stoul(options["--prompt"]), i));
    }
    retort::GenerateOptions generate;
    generate.max_tokens = std::stoi(options["--tokens"]);
    generate.samples = samples;
    const retort::DecodeLimits limits{.threads = std::stoi(options["--threads"]),
                                      .max_batch = std::stoi(options["--max-batch"])};
    const auto wall = std::chrono::steady_clock::now();
    const std::clock_t processor = std::clock();
    retort::runDecode(weights, 4096, prompts, generate, nullptr, limits, memory);
    return {std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count(),
            static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC};
}

}  // namespace

int main(int argc, char** argv) {
    Options options{{"--threads", "2"}, {"--prompt", "24"}, {"--tokens", "64"},    {"--batches", "1,64,256,512"},
                    {"--repeats", "5"}, {"--target", ""},   {"--max-batch", "256"}};
    for (int i = 1; i < argc; i += 2) {
        if (!options.contains(argv[i]) || i + 1 == argc) {
            fmt::print(
                stderr,
                "usage: generate_bench [--threads|--prompt|--tokens|--batches|--repeats|--target|--max-batch VALUE]\n");
            return 2;
        }
        options[argv[i]] = argv[i + 1];
    }
    retort::kernels::useDecodeTarget(options["--target"]);
    const retort::test::RandomModel model(retort::test::modelCases().front());
    retort::DecodeMemory memory;
    fmt::print("{}, {} threads\n", retort::kernels::decodeTarget(), options["--threads"]);
    std::istringstream batches(options["--batches"]);
    for (std::string text; std::getline(batches, text, ',');) {
        const int batch = std::stoi(text), repeats = std::stoi(options["--repeats"]);
        measure(model.weights, batch, options, memory);
        std::vector<double> wall, processor;
        for (int i = 0; i < repeats; ++i) {
            const auto [seconds, busy] = measure(model.weights, batch, options, memory);
            wall.push_back(seconds);
            processor.push_back(busy);
        }
        std::sort(wall.begin(), wall.end());
        std::sort(processor.begin(), processor.end());
        const double count = batch * std::stod(options["--tokens"]);
        fmt::print("B={:4}  best {:9.0f} tok/s   median {:9.0f} tok/s   {:9.0f} per processor second\n", batch,
                   count / wall.front(), count / wall[wall.size() / 2], count / processor[processor.size() / 2]);
    }
    return 0;
}
