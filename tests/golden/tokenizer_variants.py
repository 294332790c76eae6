# SPDX-License-Identifier: Apache-2.0
"""What HuggingFace `tokenizers` does with every kind of step that Retort reads, for parts_test.cpp.

    python tests/golden/tokenizer_variants.py tests/data/tokenizer/trained > tests/data/tokenizer/variants.jsonl

One variant a line: `patch` replaces top-level keys of the trained tokenizer.json (keys of "model" are merged into it);
`cases` are texts with ids (with and without special tokens) and their decoding. Made with tokenizers 0.23.3.
"""
import copy
import json
import sys

from tokenizers import Tokenizer

TEXTS = [
    "", " ", "Tom has 15 apples.", "  two  spaces  ", "计算 8 × 7，对的。", "it's 3.14, isn't it?\n\n\tYes!",
    "ＡＢＣ ﬁne Ünïcode a\u0301", "<think>12 + 30</think> <answer> 42 </answer>x<eos>", "x<eos>y <eos> z", "[mask]word [mask] word[mask]",
    "wait-what_ever 10,000 2024年12月", "😀 emoji", "UPPER lower MiXed", "a\u00a0b\u3000c\u200bd\u180ee", "½ Ⅷ ٣ 四",
]

BYTE_LEVEL = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": False}


def split(pattern, behavior, invert=False, regex=True):
    return {"type": "Split", "pattern": {"Regex" if regex else "String": pattern}, "behavior": behavior, "invert": invert}


def sequence(*steps):
    return {"type": "Sequence", "pretokenizers": list(steps)}


def token(identifier, content, **flags):
    base = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    return {"id": identifier, "content": content, **base, **flags}


def variants(base):
    behaviors = ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"]
    for behavior in behaviors:
        for invert in (False, True):
            yield {"pre_tokenizer": sequence(split(r"\s|[aeiou]", behavior, invert), BYTE_LEVEL)}
        yield {"pre_tokenizer": sequence(split("a", behavior, regex=False), BYTE_LEVEL)}
    gpt2 = dict(BYTE_LEVEL, use_regex=True)
    yield {"pre_tokenizer": gpt2}
    yield {"pre_tokenizer": dict(gpt2, add_prefix_space=True)}
    yield {"pre_tokenizer": sequence({"type": "Digits", "individual_digits": True}, gpt2)}
    yield {"pre_tokenizer": sequence({"type": "Digits", "individual_digits": False}, gpt2)}
    yield {"pre_tokenizer": sequence({"type": "Punctuation", "behavior": "Isolated"}, BYTE_LEVEL)}
    yield {"pre_tokenizer": sequence({"type": "Whitespace"}, BYTE_LEVEL)}
    yield {"pre_tokenizer": sequence({"type": "WhitespaceSplit"}, BYTE_LEVEL)}
    yield {"pre_tokenizer": sequence({"type": "CharDelimiterSplit", "delimiter": "a"}, BYTE_LEVEL)}
    yield {"pre_tokenizer": sequence(split(r"\p{N}{1,3}", "Isolated"), split(r"[一-龥]+", "Isolated"), BYTE_LEVEL)}
    yield {"pre_tokenizer": sequence(split(r"(?i)tom|^x|y$|.\b", "Isolated"), BYTE_LEVEL)}
    for form in ("NFC", "NFD", "NFKC", "NFKD", "Lowercase"):
        yield {"normalizer": {"type": form}}
    yield {"normalizer": {"type": "Strip", "strip_left": True, "strip_right": False}}
    yield {"normalizer": {"type": "Strip", "strip_left": True, "strip_right": True}}
    yield {"normalizer": {"type": "Prepend", "prepend": "x"}}
    yield {"normalizer": {"type": "Sequence", "normalizers": [
        {"type": "NFKC"}, {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": "_"},
        {"type": "Replace", "pattern": {"String": "has"}, "content": "HAS"}]}}
    first = base["added_tokens"][-1]["id"] + 1
    for flags in ({}, {"lstrip": True}, {"rstrip": True}, {"lstrip": True, "rstrip": True}, {"single_word": True},
                  {"normalized": True, "special": False}):
        yield {"added_tokens": base["added_tokens"] + [token(first, "[mask]", **flags), token(first + 1, "[mask]w", **flags)]}
    yield {"normalizer": {"type": "Lowercase"},
           "added_tokens": base["added_tokens"] + [token(first, "mixed", normalized=True, special=False), token(first + 1, "UPPER")]}
    yield {"model": {"ignore_merges": True}}
    yield {"post_processor": {"type": "Sequence", "processors": [BYTE_LEVEL, {
        "type": "TemplateProcessing",
        "single": [{"SpecialToken": {"id": "<eos>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
                   {"SpecialToken": {"id": "<think>", "type_id": 0}}],
        "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
        "special_tokens": {"<eos>": {"id": "<eos>", "ids": [315], "tokens": ["<eos>"]},
                           "<think>": {"id": "<think>", "ids": [316], "tokens": ["<think>"]}}}]}}
    yield from sentencepiece_like()


def sentencepiece_like():
    """Vocabularies in plain characters: unknown tokens, byte fallback, Metaspace and their decoders."""
    words = ["<unk>", "▁", "T", "o", "m", "h", "a", "s", "1", "5", ".", "p", "l", "e", "x", "y", "▁T", "om", "▁Tom", "▁h", "as", "▁has"]
    merges = [["▁", "T"], ["o", "m"], ["▁T", "om"], ["▁", "h"], ["a", "s"], ["▁h", "as"]]
    bare = {"added_tokens": [], "post_processor": None}
    for fallback in (False, True):
        vocabulary = words + ([f"<0x{byte:02X}>" for byte in range(256)] if fallback else [])
        for fuse in (False, True):
            model = {"vocab": {word: i for i, word in enumerate(vocabulary)}, "merges": merges, "unk_token": "<unk>",
                     "fuse_unk": fuse, "byte_fallback": fallback}
            yield {**bare, "model": model, "pre_tokenizer": None,
                   "normalizer": {"type": "Sequence", "normalizers": [
                       {"type": "Prepend", "prepend": "▁"}, {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]},
                   "decoder": {"type": "Sequence", "decoders": [
                       {"type": "Replace", "pattern": {"String": "▁"}, "content": " "}, {"type": "ByteFallback"},
                       {"type": "Fuse"}, {"type": "Strip", "content": " ", "start": 1, "stop": 0}]}}
            for scheme in ("always", "first", "never"):
                space = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": scheme, "split": fuse}
                yield {**bare, "model": model, "pre_tokenizer": space, "decoder": space}
    yield {**bare, "model": {**model, "unk_token": None, "byte_fallback": False}, "pre_tokenizer": None, "decoder": None}


def merged(base, patch):
    document = copy.deepcopy(base)
    for key, value in patch.items():
        if key == "model":
            document["model"].update(value)
        else:
            document[key] = value
    return document


def main() -> None:
    base = json.load(open(sys.argv[1] + "/tokenizer.json", encoding="utf-8"))
    for patch in variants(base):
        tokenizer = Tokenizer.from_str(json.dumps(merged(base, patch)))
        cases = []
        for text in TEXTS:
            ids = tokenizer.encode(text, add_special_tokens=False).ids
            cases.append({"text": text, "ids": ids, "with_special": tokenizer.encode(text).ids,
                          "decoded": tokenizer.decode(ids, skip_special_tokens=False)})
        print(json.dumps({"patch": patch, "cases": cases}, separators=(",", ":")))


main()
