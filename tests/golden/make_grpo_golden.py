# SPDX-License-Identifier: Apache-2.0
"""Golden values of TRL's GRPO loss for tests/core/train/grpo_golden_test.cpp.

Calls GRPOTrainer._compute_loss itself, with an object that supplies only the token log-probabilities: no model is needed.

    python tests/golden/make_grpo_golden.py > tests/data/grpo_golden.json
"""
import json
import sys
from collections import defaultdict
from types import SimpleNamespace

import torch
import trl
from trl import GRPOTrainer

# Ours -> TRL's loss_type. "dapo" divides by the tokens of the whole generation batch, which here is the minibatch.
LOSS_TYPES = {"sequence": ["grpo"], "token": ["bnpo", "dapo"], "constant": ["dr_grpo"]}
MAX_TOKENS = 16


class Accelerator:
    num_processes = 1

    @staticmethod
    def gather(x):
        return x

    @staticmethod
    def reduce(x, reduction="sum"):
        return x


def trainer(logprobs, loss_type, clip_low, clip_high, beta):
    return SimpleNamespace(
        _get_per_token_logps_and_entropies=lambda *a, **k: (logprobs, torch.zeros_like(logprobs), None),
        aux_loss_enabled=False, top_entropy_quantile=1.0, off_policy_mask_threshold=None, importance_sampling_level="token",
        beta=beta, loss_type=loss_type, epsilon_low=clip_low, epsilon_high=clip_high, use_vllm=False,
        args=SimpleNamespace(delta=None, use_bias_correction_kl=False, steps_per_generation=1),
        model=SimpleNamespace(training=True), current_gradient_accumulation_steps=1, accelerator=Accelerator(),
        max_completion_length=MAX_TOKENS, _entropy_bonus_enabled=False, _metrics={"train": defaultdict(list)})


def case(seed, aggregation, loss_type, clip_low, clip_high, beta):
    g = torch.Generator().manual_seed(seed)
    lengths = torch.randint(1, MAX_TOKENS + 1, (6,), generator=g)
    mask = (torch.arange(int(lengths.max()))[None] < lengths[:, None]).long()
    shape = mask.shape
    logprobs = (-2 * torch.rand(shape, generator=g)).requires_grad_(True)
    old = logprobs.detach() + 0.3 * torch.randn(shape, generator=g)
    ref = logprobs.detach() + 0.4 * torch.randn(shape, generator=g)
    advantages = torch.randn(6, generator=g)
    advantages[0] = 0.0
    supplier = trainer(logprobs, loss_type, clip_low, clip_high, beta)
    inputs = {"prompt_ids": torch.zeros(6, 1, dtype=torch.long), "prompt_mask": torch.ones(6, 1, dtype=torch.long),
              "completion_ids": torch.zeros(shape, dtype=torch.long), "completion_mask": mask, "advantages": advantages,
              "old_per_token_logps": old, "ref_per_token_logps": ref, "num_items_in_batch": mask.sum()}
    loss = GRPOTrainer._compute_loss(supplier, None, inputs)
    loss.backward()
    keep = mask.bool()
    metrics = {name: values[0] for name, values in supplier._metrics["train"].items()}
    return {"aggregation": aggregation, "loss_type": loss_type, "clip_low": clip_low, "clip_high": clip_high, "kl_beta": beta,
            "max_tokens": MAX_TOKENS, "lengths": lengths.tolist(), "advantages": advantages.tolist(),
            "logprobs": logprobs.detach()[keep].tolist(), "old_logprobs": old[keep].tolist(), "ref_logprobs": ref[keep].tolist(),
            "loss": loss.item(), "gradient": logprobs.grad[keep].tolist(), "kl": metrics.get("kl", 0.0),
            "clip_ratio/low_mean": metrics["clip_ratio/low_mean"], "clip_ratio/high_mean": metrics["clip_ratio/high_mean"]}


cases = [case(10 + i, aggregation, loss_type, low, high, beta)
         for i, (aggregation, loss_type, (low, high), beta) in enumerate(
             (aggregation, loss_type, clip, beta)
             for aggregation, loss_types in LOSS_TYPES.items() for loss_type in loss_types
             for clip in [(0.2, 0.2), (0.2, 0.28), (10.0, 10.0)] for beta in [0.0, 0.04])]
json.dump({"provenance": {"command": "python tests/golden/make_grpo_golden.py > tests/data/grpo_golden.json",
                          "python": sys.version.split()[0], "torch": torch.__version__, "trl": trl.__version__},
           "cases": cases}, sys.stdout)
print()
