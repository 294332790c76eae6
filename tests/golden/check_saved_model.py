# SPDX-License-Identifier: Apache-2.0
"""Does HuggingFace transformers load a folder that Retort saved, with the logits of the folder it was loaded from?

    python tests/golden/check_saved_model.py ORIGINAL SAVED

Prints the largest difference and exits 1 unless every logit is equal. Needs torch and transformers; not part of ctest.
"""
import sys

import torch
from transformers import AutoModelForCausalLM

original, saved = (AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval() for folder in sys.argv[1:3])
torch.manual_seed(1)
ids = torch.randint(0, original.config.vocab_size, (3, 40))
with torch.no_grad():
    difference = (original(input_ids=ids).logits - saved(input_ids=ids).logits).abs().max().item()
print(f"{sys.argv[2]}: {type(saved).__name__}, largest difference {difference}")
sys.exit(0 if difference == 0 else 1)
