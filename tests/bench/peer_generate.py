# SPDX-License-Identifier: Apache-2.0
"""Eager PyTorch with a static key-value cache, the peer of generate_bench: same shape, batch, lengths and threads.

    python3 tests/bench/peer_generate.py [--threads 2] [--prompt 24] [--tokens 64] [--batches 1,64,256,512] [--repeats 5]
                                         [--model FOLDER] [--json]

Needs torch only. All rows decode together to the full length, so nothing is lost to stragglers; sampling is softmax and
multinomial at temperature 1. Prints tokens per second of the fastest and of the median repeat. With --model, the shape is
that of the folder's config.json, as the peer of `retort bench`; the weights are random either way, which costs the same.
"""
import argparse
import json
import os
import statistics
import time

import torch
import torch.nn.functional as F

LAYERS, HIDDEN, HEADS, KV_HEADS, DIM, INTERMEDIATE, VOCAB = 4, 128, 4, 2, 32, 384, 160


def norm(x, weight):
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) * weight


def rotate(x, cos, sin):
    a, b = x.chunk(2, -1)
    return torch.cat((a * cos - b * sin, b * cos + a * sin), -1)


def take_shape(folder):
    global LAYERS, HIDDEN, HEADS, KV_HEADS, DIM, INTERMEDIATE, VOCAB
    with open(os.path.join(folder, "config.json"), encoding="utf-8") as file:
        config = json.load(file)
    LAYERS, HIDDEN, HEADS = config["num_hidden_layers"], config["hidden_size"], config["num_attention_heads"]
    KV_HEADS, INTERMEDIATE, VOCAB = config["num_key_value_heads"], config["intermediate_size"], config["vocab_size"]
    DIM = config.get("head_dim") or HIDDEN // HEADS


class Layer:
    def __init__(self):
        width = (HEADS + 2 * KV_HEADS) * DIM
        self.qkv, self.bias = torch.randn(width, HIDDEN) * 0.05, torch.zeros(width)
        self.o = torch.randn(HIDDEN, HEADS * DIM) * 0.05
        self.gate_up, self.down = torch.randn(2 * INTERMEDIATE, HIDDEN) * 0.05, torch.randn(HIDDEN, INTERMEDIATE) * 0.05
        self.norms = torch.ones(2, HIDDEN)

    def __call__(self, x, cache, start, cos, sin):
        rows, count, _ = x.shape
        q, k, v = F.linear(norm(x, self.norms[0]), self.qkv, self.bias).view(rows, count, -1, DIM).transpose(1, 2).split(
            (HEADS, KV_HEADS, KV_HEADS), 1)
        q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        keys, values = cache
        keys[:, :, start:start + count], values[:, :, start:start + count] = k, v
        mixed = F.scaled_dot_product_attention(q, keys[:, :, :start + count], values[:, :, :start + count],
                                               is_causal=count > 1, enable_gqa=True)
        x = x + F.linear(mixed.transpose(1, 2).reshape(rows, count, -1), self.o)
        gate, up = F.linear(norm(x, self.norms[1]), self.gate_up).chunk(2, -1)
        return x + F.linear(F.silu(gate) * up, self.down)


@torch.inference_mode()
def generate(layers, embedding, ids, tokens):
    rows, length = ids.shape
    angle = torch.arange(length + tokens)[:, None] * 10000.0 ** (-torch.arange(0, DIM, 2) / DIM)
    cos, sin = angle.cos(), angle.sin()
    caches = [torch.empty(2, rows, KV_HEADS, length + tokens, DIM) for _ in layers]
    start, step = 0, ids
    for _ in range(tokens):
        x = embedding[step]
        end = start + step.shape[1]
        for layer, cache in zip(layers, caches):
            x = layer(x, cache, start, cos[start:end], sin[start:end])
        logprobs = F.log_softmax(F.linear(norm(x[:, -1], torch.ones(HIDDEN)), embedding), -1)
        step = torch.multinomial(logprobs.exp(), 1)
        logprobs.gather(1, step)
        start = end


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--prompt", type=int, default=24)
    parser.add_argument("--tokens", type=int, default=64)
    parser.add_argument("--batches", default="1,64,256,512")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--model")
    parser.add_argument("--bf16", action="store_true", help="weights, activations and cache")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if args.model:
        take_shape(args.model)
    torch.set_num_threads(args.threads)
    torch.manual_seed(0)
    if args.bf16:
        torch.set_default_dtype(torch.bfloat16)
    layers, embedding = [Layer() for _ in range(LAYERS)], torch.randn(VOCAB, HIDDEN) * 0.05
    for batch in map(int, args.batches.split(",")):
        ids, times = torch.randint(VOCAB, (batch, args.prompt)), []
        for repeat in range(args.repeats + 1):
            begin = time.perf_counter()
            generate(layers, embedding, ids, args.tokens)
            if repeat > 0:
                times.append(time.perf_counter() - begin)
        count = batch * args.tokens
        best, worst, median = count / min(times), count / max(times), count / statistics.median(times)
        if args.json:
            print(json.dumps({"figure": f"generate_{batch}", "unit": "tok/s", "median": median, "min": worst, "max": best}))
        else:
            print(f"B={batch:4d}  best {best:9.0f} tok/s   median {median:9.0f} tok/s")


if __name__ == "__main__":
    main()
