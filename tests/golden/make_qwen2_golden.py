# SPDX-License-Identifier: Apache-2.0
"""Golden values of tiny random Qwen2 models, as HuggingFace transformers computes them in double precision.

    python tests/golden/make_qwen2_golden.py tests/data

writes qwen2_tiny_tied/ and qwen2_tiny_untied/: config.json, model.safetensors (fp32) and golden.json with token sequences,
the logits at some positions, the mean negative log-likelihood and the gradient of every parameter (norm and leading values).
Made with torch 2.11.0 and transformers 5.23.0; needed only to make the files again.
"""
import json
import pathlib
import sys

import torch
from transformers import Qwen2Config, Qwen2ForCausalLM


def make(folder: pathlib.Path, tied: bool) -> None:
    torch.manual_seed(7 if tied else 8)
    config = Qwen2Config(
        vocab_size=67, hidden_size=24, intermediate_size=40, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
        max_position_embeddings=128, rms_norm_eps=1e-6, rope_theta=1000.0, tie_word_embeddings=tied, bos_token_id=None,
        eos_token_id=[3, 5], pad_token_id=None, attn_implementation="eager")
    model = Qwen2ForCausalLM(config)
    for name, parameter in model.named_parameters():
        # Larger than the usual start, so that attention is far from uniform and every term counts.
        spread = 0.3 if name.endswith(("weight", "bias")) else 0.1
        parameter.data = torch.randn_like(parameter) * spread + (1.0 if "norm" in name else 0.0)
    model.save_pretrained(folder)

    model = model.double()
    lengths = [1, 17, 60]
    sequences = [torch.randint(0, 67, (n,)).tolist() for n in lengths]
    cases, losses = [], []
    for ids in sequences:
        logits = model(input_ids=torch.tensor([ids])).logits[0]
        positions = sorted({0, len(ids) // 2, len(ids) - 1})
        cases.append({"ids": ids, "positions": positions, "logits": [[round(x, 9) for x in logits[p].tolist()] for p in positions]})
        if len(ids) > 1:
            losses.append(torch.log_softmax(logits[:-1], -1).gather(1, torch.tensor(ids[1:])[:, None])[:, 0])
    loss = -torch.cat(losses).mean()
    loss.backward()
    gradients = {name: {"norm": p.grad.norm().item(), "leading": [round(x, 10) for x in p.grad.flatten()[:24].tolist()]}
                 for name, p in model.named_parameters()}
    (folder / "golden.json").write_text(json.dumps({"cases": cases, "loss": loss.item(), "gradients": gradients}, indent=0) + "\n")


if __name__ == "__main__":
    root = pathlib.Path(sys.argv[1])
    make(root / "qwen2_tiny_tied", True)
    make(root / "qwen2_tiny_untied", False)
