# SPDX-License-Identifier: Apache-2.0
"""Eager PyTorch through transformers, the peer of `retort bench`'s `train`: same folder, documents, batch and threads.

    python3 tests/bench/peer_train.py MODEL_FOLDER [--threads 2] [--repeats 5] [--compile] [--json]

Needs torch and transformers. Qwen2ForCausalLM with SDPA attention in fp32; each optimizer step is 68 documents of 60 tokens
as the rows of one tensor (documents are padded to rows of similar length; these are all alike, so no token is padding),
gradient clipping at norm 1, and PyTorch's fused AdamW, the default of transformers' Trainer. --compile: through torch.compile, compilation not
counted. Prints useful tokens/s.
"""
import argparse
import json
import os
import statistics
import time

os.environ.setdefault("HF_HUB_OFFLINE", "1")
import torch
from transformers import AutoModelForCausalLM

DOCUMENT, BATCH_TOKENS, STEPS = 60, 4096, 4


def document(i, length, vocabulary):
    """Token j of document i, as `retort bench` computes it."""
    return [(((i * length + j) * 2654435761 & 0xFFFFFFFF) >> 8) % vocabulary for j in range(length)]


def padded_batches(documents):
    """Optimizer steps of BATCH_TOKENS tokens: documents sorted by length, then padded to the longest of their step."""
    documents = sorted(documents, key=len)
    count = BATCH_TOKENS // DOCUMENT
    for first in range(0, len(documents), count):
        rows = documents[first:first + count]
        longest = max(map(len, rows))
        ids = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
        mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
        # Without padding the mask says nothing, and SDPA takes its faster causal path.
        yield ids, None if bool(mask.all()) else mask, ids.masked_fill(mask == 0, -100), int(mask.sum())


def train(model, optimizer, batches, bf16):
    tokens = 0
    for ids, mask, labels, useful in batches:
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            loss = model(input_ids=ids, attention_mask=mask, labels=labels, use_cache=False).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        if not torch.isfinite(loss):
            raise SystemExit("the loss is not finite")
        tokens += useful
    return tokens


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--bf16", action="store_true", help="torch.autocast, as transformers' Trainer does")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    model = AutoModelForCausalLM.from_pretrained(args.model, attn_implementation="sdpa", dtype=torch.float32).train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, betas=(0.9, 0.95), weight_decay=0.0, fused=True)
    vocabulary, figure = model.config.vocab_size, "train_compiled" if args.compile else "train"
    if args.compile:
        model.forward = torch.compile(model.forward)
    batches = list(padded_batches([document(i, DOCUMENT, vocabulary) for i in range(STEPS * (BATCH_TOKENS // DOCUMENT))]))
    rates = []
    for repeat in range(args.repeats + 1):
        begin = time.perf_counter()
        tokens = train(model, optimizer, batches, args.bf16)
        if repeat > 0:
            rates.append(tokens / (time.perf_counter() - begin))
    median, least, greatest = statistics.median(rates), min(rates), max(rates)
    if args.json:
        print(json.dumps({"figure": figure, "unit": "tok/s", "median": median, "min": least, "max": greatest}))
    else:
        print(f"{figure}  {median:.5g} tok/s (min {least:.5g}, max {greatest:.5g}, {len(rates)} repeats)")


if __name__ == "__main__":
    main()
