# SPDX-License-Identifier: Apache-2.0
"""Ids that HuggingFace `tokenizers` gives with a trained tokenizer, for bpe_trainer_test.cpp.

    python tests/golden/tokenizer_trained.py tests/data/tokenizer/trained > tests/data/tokenizer/trained_ids.jsonl

Made with tokenizers 0.23.3; any version that reads merges as pairs (0.20 and later) gives the same.
"""
import json
import sys

from tokenizers import Tokenizer

TEXTS = [
    "", " ", "a", "Compute 12 + 30 - 7.", "Tom has 15 apples and gives 4 apples to Ann.",
    "<think>12 + 30 = 42.\n\nWait, let me check.</think>\n<answer>42</answer><eos>",
    "计算 8 × 7 + 5。", "小明有 20 个苹果，他给了小红 6 个苹果。", "等一下，检查一遍：20 - 6 = 14。对的。",
    "it's we're I'LL don't", "3.14159 and 1,234,567 and 1/2", "tabs\tand\r\nlines\n\n\n  end  ", "naïve café Ünïcödé",
    "emoji 😀👍🏽 mixed 中文text混合", "<think>no close", "< think > <answer", "</think></answer><eos><eos>",
    "        indented code = [1, 2, 3]", "𝒳 ∈ ℝ, ½ + ⅓", "a\u0301 e\u0301 (decomposed)", "\u3000全角 空格\u00a0nbsp",
    "repeat repeat repeat repeat repeat", "The train goes 60 km in 1 hour.", "火车 1 小时走 60 公里",
]


def main() -> None:
    tokenizer = Tokenizer.from_file(sys.argv[1] + "/tokenizer.json")
    for text in TEXTS:
        ids = tokenizer.encode(text, add_special_tokens=False).ids
        row = {
            "text": text,
            "ids": ids,
            "decoded": tokenizer.decode(ids, skip_special_tokens=False),
            "decoded_skip": tokenizer.decode(ids, skip_special_tokens=True),
        }
        print(json.dumps(row, ensure_ascii=True))


main()
