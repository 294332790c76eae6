# SPDX-License-Identifier: Apache-2.0
"""A HuggingFace folder with random weights of a known shape, for run_engine's comparisons with llama.cpp.

    python3 tests/bench/random_model.py SHAPE FOLDER      SHAPE: 15m, 100m, 05b

15m and 100m are the shapes of llama2.c's stories15M and stories110M (Llama, vocabulary 32,000), 05b that of Qwen2.5-0.5B
(vocabulary 151,936). Weights are normal(0, 0.02) from a seed, fp32. Needs numpy.
"""
import json
import os
import struct
import sys

import numpy

SHAPES = {
    "15m": dict(model_type="llama", hidden_size=288, intermediate_size=768, num_hidden_layers=6, num_attention_heads=6,
                num_key_value_heads=6, vocab_size=32000, max_position_embeddings=1024, rms_norm_eps=1e-5, rope_theta=10000.0),
    "100m": dict(model_type="llama", hidden_size=768, intermediate_size=2048, num_hidden_layers=12, num_attention_heads=12,
                 num_key_value_heads=12, vocab_size=32000, max_position_embeddings=1024, rms_norm_eps=1e-5, rope_theta=10000.0),
    "05b": dict(model_type="qwen2", hidden_size=896, intermediate_size=4864, num_hidden_layers=24, num_attention_heads=14,
                num_key_value_heads=2, vocab_size=151936, max_position_embeddings=32768, rms_norm_eps=1e-6,
                rope_theta=1000000.0),
}


def layout(c):
    """Name and shape of every tensor."""
    hidden, middle = c["hidden_size"], c["intermediate_size"]
    dim = hidden // c["num_attention_heads"]
    keys = c["num_key_value_heads"] * dim
    yield "model.embed_tokens.weight", (c["vocab_size"], hidden)
    for i in range(c["num_hidden_layers"]):
        prefix = f"model.layers.{i}."
        yield prefix + "input_layernorm.weight", (hidden,)
        for name, rows in (("q", hidden), ("k", keys), ("v", keys)):
            yield prefix + f"self_attn.{name}_proj.weight", (rows, hidden)
            if c["model_type"] == "qwen2":
                yield prefix + f"self_attn.{name}_proj.bias", (rows,)
        yield prefix + "self_attn.o_proj.weight", (hidden, hidden)
        yield prefix + "post_attention_layernorm.weight", (hidden,)
        yield prefix + "mlp.gate_proj.weight", (middle, hidden)
        yield prefix + "mlp.up_proj.weight", (middle, hidden)
        yield prefix + "mlp.down_proj.weight", (hidden, middle)
    yield "model.norm.weight", (hidden,)


def write_weights(path, config):
    entries, offset = {}, 0
    for name, shape in layout(config):
        size = 4 * int(numpy.prod(shape))
        entries[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [offset, offset + size]}
        offset += size
    header = json.dumps(entries).encode()
    header += b" " * (-len(header) % 8)
    random = numpy.random.default_rng(1)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(header)))
        file.write(header)
        for name, shape in layout(config):
            values = numpy.ones(shape, numpy.float32) if name.endswith("norm.weight") else \
                0.02 * random.standard_normal(shape, numpy.float32)
            file.write(values.astype("<f4").tobytes())


def byte_symbols():
    """The printable stand-ins of the 256 bytes in byte-level BPE."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    other = [b for b in range(256) if b not in plain]
    return [chr(b) for b in plain] + [chr(256 + i) for i in range(len(other))]


def write_tokenizer(folder, size):
    """A vocabulary of the right size; nothing is ever tokenised with it."""
    symbols = byte_symbols()
    tokens = ["<eos>", *symbols, symbols[0] + symbols[1]]
    tokens += [f"filler{i}" for i in range(size - len(tokens))]
    special = {"id": 0, "content": "<eos>", "single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
               "special": True}
    bytelevel = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    model = {"type": "BPE", "vocab": {token: i for i, token in enumerate(tokens)}, "merges": [[symbols[0], symbols[1]]],
             "dropout": None, "unk_token": None, "continuing_subword_prefix": None, "end_of_word_suffix": None,
             "fuse_unk": False, "byte_fallback": False, "ignore_merges": False}
    with open(os.path.join(folder, "tokenizer.json"), "w", encoding="utf-8") as file:
        json.dump({"version": "1.0", "truncation": None, "padding": None, "added_tokens": [special], "normalizer": None,
                   "pre_tokenizer": bytelevel, "post_processor": None, "decoder": bytelevel, "model": model}, file)
    with open(os.path.join(folder, "tokenizer_config.json"), "w", encoding="utf-8") as file:
        json.dump({"tokenizer_class": "PreTrainedTokenizerFast", "eos_token": "<eos>"}, file)


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in SHAPES:
        sys.exit(__doc__)
    config, folder = SHAPES[sys.argv[1]], sys.argv[2]
    os.makedirs(folder, exist_ok=True)
    architecture = "LlamaForCausalLM" if config["model_type"] == "llama" else "Qwen2ForCausalLM"
    with open(os.path.join(folder, "config.json"), "w", encoding="utf-8") as file:
        json.dump({"architectures": [architecture], **config, "hidden_act": "silu", "tie_word_embeddings": True,
                   "attention_bias": config["model_type"] == "qwen2", "eos_token_id": 0, "torch_dtype": "float32"}, file)
    write_tokenizer(folder, config["vocab_size"])
    write_weights(os.path.join(folder, "model.safetensors"), config)


if __name__ == "__main__":
    main()
