# SPDX-License-Identifier: Apache-2.0
"""Golden values of tiny models of every architecture and rotary kind, as HuggingFace transformers computes them in double precision.

    python tests/golden/make_model_golden.py tests/data/models

writes NAME/config.json and NAME/golden.json for each case below: token sequences, logits at some positions, the mean negative
log-likelihood and the gradient of every parameter (norm and leading values, 0 where it took no part). Weights are not stored:
formula() makes them from their name and index alone, here and in tests/core/model/golden_model_test.cpp.
Made with torch 2.11.0 and transformers 5.23.0; needed only to make the files again.
"""
import json
import pathlib
import re
import sys
import tempfile

import numpy
import torch
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModelForCausalLM

SIZES = dict(vocab_size=67, hidden_size=32, intermediate_size=40, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=2,
             max_position_embeddings=128, rms_norm_eps=1e-5, hidden_act="silu", initializer_range=0.02, tie_word_embeddings=False)
LATENT = dict(SIZES, num_key_value_heads=4, kv_lora_rank=12, qk_nope_head_dim=8, qk_rope_head_dim=6, v_head_dim=10,
              moe_intermediate_size=24, n_routed_experts=8, n_shared_experts=2, num_experts_per_tok=3, first_k_dense_replace=1)
YARN = {"type": "yarn", "factor": 4.0, "original_max_position_embeddings": 16}
CASES = {
    "qwen2_window": dict(SIZES, model_type="qwen2", use_sliding_window=True, sliding_window=7, max_window_layers=1, rope_theta=1000.0),
    "qwen2_yarn": dict(SIZES, model_type="qwen2", rope_theta=1000000.0, rope_scaling=YARN, tie_word_embeddings=True),
    "qwen3": dict(SIZES, model_type="qwen3", head_dim=12, rope_parameters={"rope_type": "default", "rope_theta": 5000.0}, dtype="float32"),
    "qwen3_layer_types": dict(SIZES, model_type="qwen3", head_dim=8, attention_bias=True, use_sliding_window=True, sliding_window=5,
                              layer_types=["sliding_attention", "full_attention", "sliding_attention"], tie_word_embeddings=True),
    "llama_linear": dict(SIZES, model_type="llama", rope_scaling={"type": "linear", "factor": 2.5}, num_key_value_heads=4),
    "llama_dynamic": dict(SIZES, model_type="llama", max_position_embeddings=24, rope_scaling={"rope_type": "dynamic", "factor": 2.0}),
    "llama_llama3": dict(SIZES, model_type="llama", head_dim=16, rope_theta=500000.0, attention_bias=True,
                         rope_scaling={"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
                                       "original_max_position_embeddings": 32}),
    "llama_yarn": dict(SIZES, model_type="llama", head_dim=16, torch_dtype="float32",
                       rope_parameters={"rope_type": "yarn", "factor": 3.0, "original_max_position_embeddings": 32, "beta_fast": 16.0,
                                        "beta_slow": 2.0, "rope_theta": 20000.0, "truncate": False}),
    "mistral_window": dict(SIZES, model_type="mistral", sliding_window=9, head_dim=10, rope_theta=1000.0),
    "deepseek_v2": dict(LATENT, model_type="deepseek_v2", q_lora_rank=None, topk_method="greedy", routed_scaling_factor=1.0,
                        norm_topk_prob=False, scoring_func="softmax"),
    "deepseek_v2_groups": dict(LATENT, model_type="deepseek_v2", q_lora_rank=14, topk_method="group_limited_greedy", n_group=4, topk_group=2,
                               routed_scaling_factor=4.0, norm_topk_prob=False, v_head_dim=20,
                               rope_scaling=dict(YARN, mscale=0.707, mscale_all_dim=0.707)),
    "deepseek_v3": dict(LATENT, model_type="deepseek_v3", q_lora_rank=14, n_group=4, topk_group=2, routed_scaling_factor=2.5,
                        norm_topk_prob=True, scoring_func="sigmoid", topk_method="noaux_tc", num_nextn_predict_layers=0,
                        rope_scaling=dict(YARN, mscale=1.0, mscale_all_dim=0.5)),
}


def formula(name: str, shape: tuple) -> torch.Tensor:
    """splitmix64 of (FNV-1a of the name) + index as a uniform number in [-1, 1), times a spread, plus 1 for norms."""
    digest = 0xCBF29CE484222325
    for byte in name.encode():
        digest = ((digest ^ byte) * 0x100000001B3) % 2**64
    with numpy.errstate(over="ignore"):
        z = numpy.arange(1, numpy.prod(shape) + 1, dtype=numpy.uint64) * numpy.uint64(0x9E3779B97F4A7C15) + numpy.uint64(digest)
        z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        z = z ^ (z >> numpy.uint64(31))
    uniform = (z >> numpy.uint64(40)).astype(numpy.float64) / 2.0**23 - 1.0
    norm = "norm" in name
    spread = 0.2 if norm else 0.5
    values = (uniform * spread + (1.0 if norm else 0.0)).astype(numpy.float32)
    return torch.from_numpy(values.reshape(shape))


def on_disk(model, config) -> dict:
    """Name to (parameter, slice) in the layout of the files, where experts are apart."""
    result = {}
    for name, tensor in list(model.named_parameters()) + list(model.named_buffers()):
        if "inv_freq" in name or (config.tie_word_embeddings and name == "lm_head.weight"):
            continue
        fused = re.fullmatch(r"(.*\.mlp\.experts)\.(gate_up_proj|down_proj)", name)
        if not fused:
            result[name] = (tensor, slice(None))
            continue
        for e in range(tensor.shape[0]):
            if fused[2] == "down_proj":
                result[f"{fused[1]}.{e}.down_proj.weight"] = (tensor, e)
            else:
                half = tensor.shape[1] // 2
                result[f"{fused[1]}.{e}.gate_proj.weight"] = (tensor, (e, slice(0, half)))
                result[f"{fused[1]}.{e}.up_proj.weight"] = (tensor, (e, slice(half, None)))
    return result


def make(folder: pathlib.Path, settings: dict) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    settings = dict(settings, bos_token_id=1, eos_token_id=[2, 5], pad_token_id=None)
    (folder / "config.json").write_text(json.dumps(settings, indent=1) + "\n")
    config = AutoConfig.from_pretrained(folder)
    empty = AutoModelForCausalLM.from_config(config)
    with tempfile.TemporaryDirectory() as temporary:
        (pathlib.Path(temporary) / "config.json").write_text(json.dumps(settings))
        save_file({name: formula(name, tuple(tensor[part].shape)) for name, (tensor, part) in on_disk(empty, config).items()},
                  f"{temporary}/model.safetensors", metadata={"format": "pt"})
        model, report = AutoModelForCausalLM.from_pretrained(temporary, dtype=torch.float32, attn_implementation="eager", experts_implementation="eager",
                                                             output_loading_info=True)
    assert not report["missing_keys"] and not report["unexpected_keys"], report
    model = model.double()
    random = numpy.random.RandomState(11)
    sequences = [random.randint(0, 67, n).tolist() for n in (1, 17, 60)]
    cases, losses = [], []
    for ids in sequences:
        logits = model(input_ids=torch.tensor([ids])).logits[0]
        positions = sorted({0, len(ids) // 2, len(ids) - 1})
        cases.append({"ids": ids, "positions": positions, "logits": [[round(x, 7) for x in logits[p].tolist()] for p in positions]})
        if len(ids) > 1:
            losses.append(torch.log_softmax(logits[:-1], -1).gather(1, torch.tensor(ids[1:])[:, None])[:, 0])
    loss = -torch.cat(losses).mean()
    loss.backward()
    gradients = {}
    for name, (tensor, part) in on_disk(model, config).items():
        if tensor.requires_grad:
            grad = tensor.grad[part]
            gradients[name] = [grad.norm().item()] + [round(x, 10) for x in grad.flatten()[:6].tolist()]
    (folder / "golden.json").write_text(json.dumps({"cases": cases, "loss": loss.item(), "gradients": gradients}) + "\n")
    print(folder.name, loss.item(), len(gradients))


if __name__ == "__main__":
    for name, settings in CASES.items():
        make(pathlib.Path(sys.argv[1]) / name, settings)
