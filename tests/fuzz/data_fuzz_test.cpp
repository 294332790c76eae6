// SPDX-License-Identifier: Apache-2.0
// Damaged data files of every format, read as training reads them.
#include <gtest/gtest.h>

#include "core/data/row_files.h"
#include "data/columnar/columnar.h"
#include "data/data_preview.h"
#include "data/dataset.h"
#include "fuzz/fuzz.h"

namespace retort {
namespace {

namespace fs = std::filesystem;
using namespace retort::test;

DataSection sectionOf(const char* kind) {
    DataSection section;
    section.name = "d";
    section.path = {"d"};
    section.kind = kind;
    return section;
}

TEST(FuzzData, JsonLines) {
    const std::string rows =
        "{\"prompt\": \"1 + 1?\", \"answer\": 2, \"id\": \"a\"}\n\n{\"prompt\": [{\"role\": \"user\", \"content\": "
        "\"\\u4e8c\"}], \"answer\": \"-3.5e2\"}\r\n";
    fuzzFile({rows}, "d.jsonl", [](const fs::path& folder) { readPrompts(sectionOf("prompts"), folder / "d.jsonl"); });
}

TEST(FuzzData, JsonArray) {
    const std::string rows =
        R"([{"messages": [{"role": "user", "content": "q]},{"}, {"role": "assistant", "content": "a\"\\"}]}, {"prompt": "p", "completion": 1.5}])";
    fuzzFile({rows}, "d.json", [](const fs::path& folder) { readSftRows(sectionOf("sft"), folder / "d.json"); });
}

TEST(FuzzData, Csv) {
    useColumnarFiles();
    fuzzFile({"prompt,answer,id\n\"a, \"\"b\"\"\nc\",007,x\nd,1,y\n", "prompt,answer\r\n二,\"3\"\r\n\r\nz,4\r\n"}, "d.csv",
             [](const fs::path& folder) { readPrompts(sectionOf("prompts"), folder / "d.csv"); });
}

TEST(FuzzData, Parquet) {
    useColumnarFiles();
    const TempDir dir;
    std::vector<std::string> texts;
    for (int i = 0; i < 200; ++i) texts.push_back("problem " + std::to_string(i % 17));
    std::vector<std::string> seeds;
    for (const auto compression : {arrow::Compression::UNCOMPRESSED, arrow::Compression::ZSTD, arrow::Compression::SNAPPY}) {
        writeParquet(dir / "d", {{"prompt", strings(texts)}, {"answer", numbers(std::vector<std::int64_t>(200, 7))}}, 64,
                     compression);
        seeds.push_back(readFile(dir / "d"));
        writeParquet(dir / "d", {{"prompt", messages({{"user: a"}, {"user: b"}})}, {"answer", strings({"1", "2"})}}, 1,
                     compression);
        seeds.push_back(readFile(dir / "d"));
    }
    fuzzFile(seeds, "d.parquet", [](const fs::path& folder) { readPrompts(sectionOf("prompts"), folder / "d.parquet"); });
}

TEST(FuzzData, Preview) {
    useColumnarFiles();
    const auto preview = [](const char* name) {
        return [name](const fs::path& folder) {
            PreviewRequest request;
            request.paths = {folder / name};
            request.section.kind.clear();
            request.guess = true;
            const DataPreview seen = previewData(request);
            if (seen.problem) throw *seen.problem;
        };
    };
    fuzzFile({"{\"question\": \"q\", \"answer\": 1}\n{\"question\": \"r\", \"answer\": 2, \"x\": [1, \"a\"]}\n"}, "d.jsonl",
             preview("d.jsonl"));
    fuzzFile({"instruction,output\na,b\nc,d\n"}, "d.csv", preview("d.csv"));
}

}  // namespace
}  // namespace retort
