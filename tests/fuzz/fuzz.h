// SPDX-License-Identifier: Apache-2.0
#pragma once

// Damaged input for readers: each ends with its own Error or with a result, never with another exception, a crash or a hang.
// Fixed seeds, so that what falls can be run again; RETORT_FUZZ_SECONDS makes it longer.

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/file.h"
#include "base/random.h"
#include "support/temp_dir.h"

namespace retort::test {

inline double fuzzSeconds() {
    const char* seconds = std::getenv("RETORT_FUZZ_SECONDS");
    return seconds ? std::atof(seconds) : 0.7;
}

/// One to four edits: a flipped bit, another byte, a piece copied, dropped or doubled, a number made extreme, the end cut
/// off.
inline std::string mutated(std::string bytes, Random& random) {
    static constexpr const char* words[] = {"-1", "0",  "1e309", "18446744073709551616", "null",
                                            "[]", "{}", "\"\"",  "4294967295",           "[[[[[[[["};
    for (std::uint64_t edits = 1 + random.below(4); edits > 0 && !bytes.empty(); --edits) {
        const auto at = random.below(bytes.size()),
                   length = std::min<std::uint64_t>(1 + random.below(16), bytes.size() - at);
        switch (random.below(7)) {
            case 0: bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.below(8))); break;
            case 1: bytes[at] = static_cast<char>(random.below(256)); break;
            case 2: bytes.erase(at, length); break;
            case 3: bytes.insert(at, bytes.substr(at, length)); break;
            case 4: bytes.replace(at, length, words[random.below(std::size(words))]); break;
            case 5: bytes.resize(at); break;
            default:
                for (std::uint64_t i = 0; i < std::min<std::uint64_t>(8, length); ++i)
                    bytes[at + i] = static_cast<char>(random.below(2) ? 0xff : 0);
                break;
        }
    }
    return bytes;
}

/// Mutations of the seeds, in turn, until the time is over; at least twenty. How many
/// were refused.
inline int fuzzText(const std::vector<std::string>& seeds, const std::function<void(const std::string&)>& read) {
    for (const std::string& seed : seeds) EXPECT_NO_THROW(read(seed)) << seed.substr(0, 200);
    using Clock = std::chrono::steady_clock;
    const auto end = Clock::now() + std::chrono::duration<double>(fuzzSeconds());
    int refused = 0;
    for (std::uint64_t number = 0; Clock::now() < end || number < 20; ++number) {
        Random random(number, 0);
        const std::string text = mutated(seeds[number % seeds.size()], random);
        try {
            read(text);
        } catch (const Error&) {
            ++refused;
        } catch (const std::exception& error) {
            ADD_FAILURE() << "mutation " << number << ": " << error.what();
            return refused;
        }
    }
    return refused;
}

/// The same for a reader of files: FOLDER/`file` holds the mutation. Something must have been refused.
inline void fuzzFile(const std::vector<std::string>& seeds, const std::string& file,
                     const std::function<void(const std::filesystem::path& folder)>& read) {
    const TempDir dir;
    const int refused = fuzzText(seeds, [&](const std::string& bytes) {
        std::ofstream(dir / file, std::ios::binary | std::ios::trunc) << bytes;
        read(dir.path());
    });
    EXPECT_GT(refused, 0);
}

}  // namespace retort::test
