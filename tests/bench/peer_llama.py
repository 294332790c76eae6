# SPDX-License-Identifier: Apache-2.0
"""llama.cpp, the peer of `retort bench`'s generation: same weights, prompts, batch, lengths and threads.

    python3 tests/bench/peer_llama.py FILE.gguf [--batches 1,64] [--tokens 64] [--threads 2] [--repeats 5] [--json]
                                      [--greedy PROMPTS.jsonl SAMPLES.jsonl]

Needs llama-cpp-python (written against 0.3.36) and numpy. All sequences decode together to the full length; the prompt of 16
samples is run once and shared, as llama.cpp's batched-bench does with -pps. Weights and key-value cache are fp32. The next token is
the most probable one, which costs less than the drawing and log-probabilities of ours. Prints tokens/s.

--greedy compares instead: what `retort sample --greedy` wrote for the prompts, {"ids": [ids]} a line, against what llama.cpp
writes; exits 1 where they differ.
"""
import argparse
import json
import statistics
import sys
import time

import llama_cpp
import numpy

PROMPT, SAMPLES = 24, 16


def document(i, length, vocabulary):
    """Token j of document i, as `retort bench` computes it."""
    return [(((i * length + j) * 2654435761 & 0xFFFFFFFF) >> 8) % vocabulary for j in range(length)]


class Batch:
    """Rows of (token, position, sequences, wanted) for llama_decode."""

    def __init__(self, rows, sequences):
        self.native = llama_cpp.llama_batch_init(rows, 0, sequences)

    def fill(self, rows):
        native = self.native
        native.n_tokens = len(rows)
        for i, (token, position, sequences, wanted) in enumerate(rows):
            native.token[i], native.pos[i], native.logits[i] = token, position, wanted
            native.n_seq_id[i] = len(sequences)
            for j, sequence in enumerate(sequences):
                native.seq_id[i][j] = sequence


class Model:
    def __init__(self, path, sequences, length, threads):
        llama_cpp.llama_backend_init()
        self.log = llama_cpp.llama_log_callback(lambda *_: None)
        llama_cpp.llama_log_set(self.log, None)
        params = llama_cpp.llama_model_default_params()
        self.model = llama_cpp.llama_model_load_from_file(path.encode(), params)
        if not self.model:
            sys.exit(f"llama.cpp cannot load {path}")
        self.vocabulary = llama_cpp.llama_vocab_n_tokens(llama_cpp.llama_model_get_vocab(self.model))
        context = llama_cpp.llama_context_default_params()
        context.n_ctx = sequences * length + 256
        context.n_batch = context.n_ubatch = 512
        context.n_seq_max = sequences
        context.n_threads = context.n_threads_batch = threads
        context.type_k = context.type_v = llama_cpp.GGML_TYPE_F32
        context.kv_unified = True
        self.context = llama_cpp.llama_init_from_model(self.model, context)
        if not self.context:
            sys.exit("llama.cpp makes no context of this size")
        self.memory = llama_cpp.llama_get_memory(self.context)
        self.batch = Batch(max(512, sequences), sequences)

    def run(self, rows):
        """The most probable token after each wanted row."""
        self.batch.fill(rows)
        if llama_cpp.llama_decode(self.context, self.batch.native) != 0:
            sys.exit("llama_decode failed")
        wanted = sum(1 for row in rows if row[3])
        logits = numpy.ctypeslib.as_array(llama_cpp.llama_get_logits(self.context), shape=(wanted, self.vocabulary))
        return logits.argmax(1)

    def generate(self, prompts, samples, tokens):
        """Greedy ids of every sample; `samples` of a prompt share its cache."""
        llama_cpp.llama_memory_clear(self.memory, True)
        last = []
        for p, ids in enumerate(prompts):
            sequences = list(range(p * samples, (p + 1) * samples))
            best = self.run([(token, i, sequences, i + 1 == len(ids)) for i, token in enumerate(ids)])
            last += [int(best[-1])] * samples
        written = [[token] for token in last]
        for step in range(tokens - 1):
            rows = [(token, len(prompts[s // samples]) + step, [s], True) for s, token in enumerate(last)]
            last = [int(token) for token in self.run(rows)]
            for ids, token in zip(written, last):
                ids.append(token)
        return written


def check_greedy(args):
    prompts, samples = ([json.loads(line) for line in open(path, encoding="utf-8")] for path in args.greedy)
    pairs = [(prompt["ids"], sample["completions"][0]["ids"]) for prompt, sample in zip(prompts, samples, strict=True)]
    model = Model(args.gguf, 1, max(len(prompt) + len(ours) for prompt, ours in pairs), args.threads)
    differ = 0
    for prompt, ours in pairs:
        theirs = model.generate([prompt], 1, len(ours))[0]
        if theirs != ours:
            differ += 1
            place = next(i for i, (a, b) in enumerate(zip(theirs, ours)) if a != b)
            print(f"differs at token {place} of {len(ours)}", file=sys.stderr)
    print(f"{len(pairs) - differ} of {len(pairs)} greedy texts equal, {sum(len(ours) for _, ours in pairs)} tokens")
    sys.exit(1 if differ else 0)


def measure(args, batch):
    samples = min(batch, SAMPLES)
    model = Model(args.gguf, batch, PROMPT + args.tokens, args.threads)
    prompts = [document(i, PROMPT, model.vocabulary) for i in range(batch // samples)]
    rates = []
    for repeat in range(args.repeats + 1):
        begin = time.perf_counter()
        written = model.generate(prompts, samples, args.tokens)
        seconds = time.perf_counter() - begin
        if repeat > 0:
            rates.append(sum(map(len, written)) / seconds)
    median = statistics.median(rates)
    if args.json:
        print(json.dumps({"figure": f"generate_{batch}", "unit": "tok/s", "median": median, "min": min(rates), "max": max(rates)}))
    else:
        print(f"B={batch:4d}  best {max(rates):9.1f} tok/s   median {median:9.1f} tok/s")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("gguf")
    parser.add_argument("--batches", default="1,64")
    parser.add_argument("--tokens", type=int, default=64)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--greedy", nargs=2)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if args.greedy:
        return check_greedy(args)
    for batch in map(int, args.batches.split(",")):
        measure(args, batch)


if __name__ == "__main__":
    main()
