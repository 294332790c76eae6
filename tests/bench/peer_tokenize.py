# SPDX-License-Identifier: Apache-2.0
"""HuggingFace tokenizers on one thread, cut and timed as tokenizer_bench does: python tests/bench/peer_tokenize.py FOLDER TEXT_FILE"""
import os
import sys
import time

os.environ["TOKENIZERS_PARALLELISM"] = "false"
from tokenizers import Tokenizer  # noqa: E402

tokenizer = Tokenizer.from_file(os.path.join(sys.argv[1], "tokenizer.json"))
raw = open(sys.argv[2], "rb").read()
documents, begin = [], 0
while begin < len(raw):
    end = raw.find(b"\n", min(begin + 4096, len(raw)))
    end = len(raw) if end < 0 else end + 1
    documents.append(raw[begin:end].decode("utf-8"))
    begin = end
start = time.perf_counter()
ids = [tokenizer.encode(document, add_special_tokens=False).ids for document in documents]
encoding = time.perf_counter() - start
start = time.perf_counter()
size = sum(len(tokenizer.decode(document, skip_special_tokens=False).encode("utf-8")) for document in ids)
decoding = time.perf_counter() - start
print(f"tokenizers: {sum(map(len, ids))} tokens, encode {len(raw) / 1e6 / encoding:.2f} MB/s, decode {len(raw) / 1e6 / decoding:.2f} MB/s ({size} bytes)")
