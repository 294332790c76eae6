// SPDX-License-Identifier: Apache-2.0
// Small Python programs in the sandbox, one and as many at a time as it has slots.

#include <benchmark/benchmark.h>

#include "sandbox/program.h"

using namespace retort;

namespace {

void runPython(benchmark::State& state) {
    static const Program program(Sandbox::shared(), CodeLanguage::Python, "print(sum(map(int, input().split())))");
    for (auto _ : state) {
        if (program.runWithOutput("1 2 3", "6", {}).verdict != CodeVerdict::Passed) state.SkipWithError("it did not pass");
    }
    state.SetItemsProcessed(state.iterations());
}

}  // namespace

BENCHMARK(runPython)->UseRealTime()->Threads(1)->Threads(2)->Unit(benchmark::kMillisecond);
BENCHMARK_MAIN();
