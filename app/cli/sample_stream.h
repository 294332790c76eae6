// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands.h"

namespace retort::cli {

/// `retort sample MODEL --stream`: what a playground talks to. JSON Lines in, in any order of arrival:
///   {"id", "prompt" or "ids", "n"?, "temperature"?, "top_p"?, "max_tokens"?, "seed"?, "continue"?: [text, ...]}
///   {"stop": id}
/// and out, as tokens come: {"ready": true} once, {"id", "sample", "delta"}, at last {"id", "done": true,
/// "completions": [{"text", "tokens", "finish_reason"}]} or {"id", "error"}. "continue" goes on from these texts, one sample
/// each.
///   {"id", "prompt" or "ids", "inspect": text or ids, "top"?: 5, "temperature"?}
/// asks how likely each token of a text is after the prompt, and what else might have stood there: {"id", "tokens":
/// [{"text", "logprob", "entropy" (nats), "top": [{"text", "logprob"}]}]}, likeliest first, over the whole vocabulary at
/// that temperature. Ends with its input. Missing values are those of the command line.
int streamSamples(const SampleArguments& arguments);

}  // namespace retort::cli
