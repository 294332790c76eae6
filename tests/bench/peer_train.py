# SPDX-License-Identifier: Apache-2.0
"""Eager PyTorch through transformers, the peer of `retort bench`'s `train` and `train_equal`: same folder, documents and threads.

    python3 tests/bench/peer_train.py MODEL_FOLDER [--documents abacus|equal] [--order shuffled|length] [--rows 8]
                                      [--threads 2] [--repeats 5] [--compile] [--bf16] [--json]

Needs torch and transformers. Qwen2ForCausalLM with SDPA attention in fp32. An optimizer step is 68 documents (about 4096
tokens), in tensors of --rows documents, each padded to its longest, whose gradients accumulate; then gradient clipping at norm 1 and
PyTorch's fused AdamW, as transformers' Trainer does. --order shuffled is Trainer's and TRL's default (8 rows are, too), length
its group_by_length: documents of similar length are neighbours. --compile: through torch.compile, with dynamic shapes where
lengths vary, compilation not counted. Prints useful tokens/s: padding is not counted.
"""
import argparse
import json
import os
import random
import statistics
import time

os.environ.setdefault("HF_HUB_OFFLINE", "1")
import torch
from transformers import AutoModelForCausalLM

DOCUMENT, STEP, STEPS = 60, 68, 4
LENGTHS = [21, 25, 28, 31, 34, 40, 46, 49, 52, 56, 60, 67, 75, 87, 124, 173]  # as in app/cli/bench/workloads.cpp


def mixed(i):
    return i * 2654435761 & 0xFFFFFFFF


def document(i, length, vocabulary):
    """Token j of document i, as `retort bench` computes it."""
    return [(mixed(i * length + j) >> 8) % vocabulary for j in range(length)]


def padded(rows):
    """One tensor of documents, padded to the longest; its mask, labels and number of useful tokens."""
    longest = max(map(len, rows))
    ids = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
    # Without padding the mask says nothing, and SDPA takes its faster causal path.
    return ids, None if bool(mask.all()) else mask, ids.masked_fill(mask == 0, -100), int(mask.sum())


def optimizer_steps(documents, rows):
    for first in range(0, len(documents), STEP):
        step = documents[first:first + STEP]
        yield [padded(step[i:i + rows]) for i in range(0, len(step), rows)]


def train(model, optimizer, steps, bf16):
    tokens = 0
    for batches in steps:
        predicted = sum(int((labels[:, 1:] != -100).sum()) for _, _, labels, _ in batches)
        for ids, mask, labels, useful in batches:
            with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
                loss = model(input_ids=ids, attention_mask=mask, labels=labels, use_cache=False, num_items_in_batch=predicted).loss
            loss.backward()
            tokens += useful
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        if not torch.isfinite(loss):
            raise SystemExit("the loss is not finite")
    return tokens


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--documents", choices=["abacus", "equal"], default="abacus")
    parser.add_argument("--order", choices=["shuffled", "length"], default="shuffled")
    parser.add_argument("--rows", type=int, default=8)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--bf16", action="store_true", help="torch.autocast, as transformers' Trainer does")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    model = AutoModelForCausalLM.from_pretrained(args.model, attn_implementation="sdpa", dtype=torch.float32).train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, betas=(0.9, 0.95), weight_decay=0.0, fused=True)
    if args.compile:
        model.forward = torch.compile(model.forward)
    equal = args.documents == "equal"
    documents = [document(i, DOCUMENT if equal else LENGTHS[mixed(i) >> 28], model.config.vocab_size) for i in range(STEPS * STEP)]
    random.Random(1).shuffle(documents)
    if args.order == "length":
        documents.sort(key=len, reverse=True)
    steps = list(optimizer_steps(documents, args.rows))
    rates = []
    for repeat in range(args.repeats + 1):
        begin = time.perf_counter()
        tokens = train(model, optimizer, steps, args.bf16)
        if repeat > 0:
            rates.append(tokens / (time.perf_counter() - begin))
    median, least, greatest = statistics.median(rates), min(rates), max(rates)
    if args.json:
        print(json.dumps({"figure": "train", "unit": "tok/s", "median": median, "min": least, "max": greatest}))
    else:
        print(f"train  {median:.5g} tok/s (min {least:.5g}, max {greatest:.5g}, {len(rates)} repeats)")


if __name__ == "__main__":
    main()
