# SPDX-License-Identifier: Apache-2.0
"""Golden values of torch.optim.AdamW with clip_grad_norm_ for tests/core/train/adamw_test.cpp.

    python tests/golden/make_adamw_golden.py > tests/data/adamw_golden.json
"""
import json
import sys

import torch


def case(seed, lr, beta1, beta2, epsilon, weight_decay, max_grad_norm, steps=4, shape=(3, 5)):
    generator = torch.Generator().manual_seed(seed)
    weight = torch.randn(shape, generator=generator).requires_grad_(True)
    initial = weight.detach().tolist()
    optimizer = torch.optim.AdamW([weight], lr=lr, betas=(beta1, beta2), eps=epsilon, weight_decay=weight_decay)
    trace = []
    for _ in range(steps):
        weight.grad = torch.randn(shape, generator=generator)
        gradient = weight.grad.tolist()
        if max_grad_norm > 0:
            torch.nn.utils.clip_grad_norm_([weight], max_grad_norm)
        optimizer.step()
        trace.append({"gradient": gradient, "parameter": weight.detach().tolist()})
    return {"initial": initial, "learning_rate": lr, "beta1": beta1, "beta2": beta2, "epsilon": epsilon,
            "weight_decay": weight_decay, "max_grad_norm": max_grad_norm, "steps": trace}


json.dump({
    "provenance": {"command": "python tests/golden/make_adamw_golden.py > tests/data/adamw_golden.json",
                   "python": sys.version.split()[0], "torch": torch.__version__},
    "cases": [case(1, 1e-2, 0.9, 0.95, 1e-8, 0.0, 0.0), case(2, 3e-3, 0.9, 0.999, 1e-8, 0.1, 1.0),
              case(3, 5e-2, 0.8, 0.9, 1e-6, 0.01, 0.5)],
}, sys.stdout, indent=1)
print()
