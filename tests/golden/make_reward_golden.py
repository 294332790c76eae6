# SPDX-License-Identifier: Apache-2.0
"""Golden scores of a tiny random reward model, as HuggingFace transformers computes them in double precision.

    python tests/golden/make_reward_golden.py tests/data

writes qwen2_tiny_reward/: config.json and model.safetensors of a Qwen2ForSequenceClassification with one label (fp32), and golden.json with
token sequences and their scores. Made with torch 2.11.0 and transformers 5.23.0; needed only to make the files again.
"""
import json
import pathlib
import sys

import torch
from transformers import Qwen2Config, Qwen2ForSequenceClassification

if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1]) / "qwen2_tiny_reward"
    torch.manual_seed(11)
    model = Qwen2ForSequenceClassification(Qwen2Config(
        vocab_size=67, hidden_size=24, intermediate_size=40, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
        max_position_embeddings=128, rms_norm_eps=1e-6, rope_theta=1000.0, num_labels=1, pad_token_id=66, attn_implementation="eager"))
    for name, parameter in model.named_parameters():
        parameter.data = torch.randn_like(parameter) * 0.3 + (1.0 if "norm" in name else 0.0)
    model.save_pretrained(folder)
    model = model.double()
    cases = []
    for length in (1, 17, 60):
        ids = torch.randint(0, 66, (length,)).tolist()
        with torch.no_grad():
            cases.append({"ids": ids, "score": round(model(input_ids=torch.tensor([ids])).logits[0, 0].item(), 9)})
    (folder / "golden.json").write_text(json.dumps({"cases": cases}, indent=0) + "\n")
