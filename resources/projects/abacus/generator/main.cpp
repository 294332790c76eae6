// SPDX-License-Identifier: Apache-2.0
// Makes the data files of the abacus project: `abacus-data FOLDER [--documents N] [--seed S]`.
//
// The small files (problems, held-out problems, conversation, preference pairs) are committed with the project; the corpus
// of the base model is large, follows from the seed and is made only by who retrains the base. All of it is a pure function
// of the seed.

#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "arithmetic.h"
#include "base/error.h"
#include "conversation.h"

namespace fs = std::filesystem;
using namespace abacus;
using Json = nlohmann::ordered_json;

namespace {

constexpr int kLeast = 4, kMost = 8;  // operands of a problem

class JsonLines {
public:
    explicit JsonLines(const fs::path& path) : path_(path), out_(path, std::ios::binary) {}
    void add(const Json& row) { out_ << row.dump() << '\n'; }
    ~JsonLines() noexcept(false) {
        out_.close();
        if (!out_) throw retort::Error(retort::ErrorCode::Environment, "cannot write", path_.string());
    }

private:
    fs::path path_;
    std::ofstream out_;
};

Problem problemOf(Random& random, Share share, int least = kLeast, int most = kMost) {
    for (;;) {
        Problem problem = makeProblem(random, least, most);
        if (shareOf(problem) == share) return problem;
    }
}

Language anyLanguage(Random& random, double chinese) {
    return random.uniform() < chinese ? Language::Chinese : Language::English;
}

/// Reliable working only: tagged, most of it checked single steps, half of it with connectives of both languages (so that
/// mixing is neither better nor worse at sums). What the base must be able to do.
Json skillDocument(Random& random) {
    if (random.uniform() < 0.5) return {{"prompt", ""}, {"completion", sums(random)}};
    const Problem problem = problemOf(random, Share::Pretraining, 3, kMost);
    const Language language = anyLanguage(random, 0.5);
    const Habit habit = random.uniform() < 0.1 ? Habit::Stepwise : Habit::SelfChecking;
    HabitOptions options;
    options.mixed = random.below(2) == 0;
    const std::string work = working(random, problem, language, habit, options);
    return {{"prompt", problem.ask(language)}, {"completion", completion(problem, work, language, true)}};
}

/// The mixture of habits that reinforcement can choose between.
Json habitDocument(Random& random, const std::vector<Exchange>& tagged, const std::vector<Exchange>& bare) {
    const double kind = random.uniform();
    if (kind < 0.12) return {{"prompt", ""}, {"completion", sums(random)}};
    if (kind < 0.22) {
        const auto& pool = random.uniform() < 0.6 ? tagged : bare;
        const Exchange& exchange = pool[random.below(pool.size())];
        return {{"prompt", exchange.ask}, {"completion", random.below(2) == 0 ? exchange.good : exchange.bad}};
    }
    const Problem problem = problemOf(random, Share::Pretraining);
    const Language asked = anyLanguage(random, 0.4);
    const double u = random.uniform();
    const Habit habit = u < 0.30 ? Habit::Guess : u < 0.50 ? Habit::Terse : u < 0.80 ? Habit::Stepwise : Habit::SelfChecking;
    HabitOptions options;
    options.mixed = random.uniform() < (asked == Language::English ? 0.50 : 0.70);
    const Language spoken = asked == Language::Chinese && random.uniform() < 0.2 ? Language::English : asked;
    const bool tags = random.uniform() < 0.55;
    return {{"prompt", problem.ask(asked)},
            {"completion", completion(problem, working(random, problem, spoken, habit, options), spoken, tags)}};
}

void writeProblems(const fs::path& path, Random random, Share share, int count) {
    JsonLines file(path);
    std::set<std::string> seen;
    while (static_cast<int>(seen.size()) < count) {
        const Problem problem = problemOf(random, share);
        if (!seen.insert(problem.expression()).second) continue;
        const Language language = anyLanguage(random, 0.5);
        file.add({{"id", fmt::format("{}-{}", path.stem().string(), seen.size())},
                  {"prompt", problem.ask(language)},
                  {"answer", std::to_string(problem.answer())},
                  {"language", code(language)},
                  {"operands", problem.operands.size()}});
    }
}

void writeConversation(const fs::path& folder, Random random) {
    JsonLines prompts(folder / "general.jsonl"), held_out(folder / "general-heldout.jsonl"),
        sft(folder / "general-sft.jsonl");
    JsonLines helpful(folder / "pairs-helpful.jsonl"), harmless(folder / "pairs-harmless.jsonl");
    const auto ask = [](const Exchange& e) {
        return Json{{"prompt", e.ask}, {"language", code(e.language)}, {"domain", e.domain}};
    };
    for (const Exchange& e : exchanges(random, Names::Training, true)) {
        prompts.add(ask(e));
        sft.add({{"prompt", e.ask}, {"completion", e.good}});
    }
    for (const Exchange& e : exchanges(random, Names::HeldOut, true)) held_out.add(ask(e));
    for (int round = 0; round < 4; ++round)
        for (const Exchange& e : exchanges(random, Names::Training, true))
            (e.domain == "helpful" ? helpful : harmless).add({{"prompt", e.ask}, {"chosen", e.good}, {"rejected", e.bad}});
}

void writeCorpus(const fs::path& folder, std::uint64_t seed, std::int64_t documents) {
    fs::create_directories(folder);
    Random skills(seed, 10), habits(seed, 11), talk(seed, 12);
    const auto tagged = exchanges(talk, Names::Training, true), bare = exchanges(talk, Names::Training, false);
    JsonLines skill_file(folder / "skills.jsonl"), habit_file(folder / "habits.jsonl");
    for (std::int64_t i = 0; i < documents; ++i) {
        skill_file.add(skillDocument(skills));
        habit_file.add(habitDocument(habits, tagged, bare));
    }
}

}  // namespace

int main(int argc, char** argv) {
    fs::path folder;
    std::int64_t documents = 0;
    std::uint64_t seed = 1;
    for (int i = 1; i < argc; ++i) {
        const auto number = [&](auto& value) {
            const char* text = ++i < argc ? argv[i] : "";
            if (std::from_chars(text, text + std::strlen(text), value).ec == std::errc{}) return;
            fmt::print(stderr, "abacus-data: {} needs a number\n", argv[i - 1]);
            std::exit(2);
        };
        if (std::strcmp(argv[i], "--documents") == 0) number(documents);
        else if (std::strcmp(argv[i], "--seed") == 0) number(seed);
        else folder = argv[i];
    }
    if (folder.empty()) {
        fmt::print(stderr,
                   "usage: abacus-data FOLDER [--documents N] [--seed S]\n"
                   "Writes the project's data files, and with --documents the base model's corpus of twice N documents.\n");
        return 2;
    }
    try {
        fs::create_directories(folder);
        writeProblems(folder / "problems.jsonl", Random(seed, 1), Share::Training, 6000);
        writeProblems(folder / "heldout.jsonl", Random(seed, 2), Share::HeldOut, 300);
        writeConversation(folder, Random(seed, 3));
        if (documents > 0) writeCorpus(folder / "corpus", seed, documents);
    } catch (const std::exception& error) {
        fmt::print(stderr, "abacus-data: {}\n", error.what());
        return 3;
    }
    return 0;
}
