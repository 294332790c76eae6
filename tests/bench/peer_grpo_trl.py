# SPDX-License-Identifier: Apache-2.0
"""TRL's GRPOTrainer on the CPU, the peer of `retort bench`'s `grpo`: same folder, step and threads.

    python3 tests/bench/peer_grpo_trl.py MODEL_FOLDER [--threads 2] [--repeats 3] [--json]

Needs torch, transformers, datasets and trl. One generation batch is 16 prompts of 24 tokens x 16 samples of exactly 64
tokens (EOS is suppressed until then, and every completion's length is checked), then four optimizer steps, fp32, no KL term,
no gradient checkpointing, no logging, no saving. TRL scores a batch once more before its first step, because a batch serves
several steps; ours takes the generator's own log-probabilities. Prints seconds per generation batch with its four steps.
"""
import argparse
import json
import os
import random
import statistics
import tempfile
import time
import warnings

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
warnings.filterwarnings("ignore")
import torch
from datasets import Dataset
from transformers import AutoModelForCausalLM, PrinterCallback, ProgressCallback, TrainerCallback
from transformers import PreTrainedTokenizerFast
from transformers.utils import logging
from trl import GRPOConfig, GRPOTrainer

PROMPTS, SAMPLES, PROMPT, TOKENS, MINIBATCHES = 16, 16, 24, 64, 4


class Clock(TrainerCallback):
    """Notes the time whenever the optimizer steps of one generation batch are done."""

    def __init__(self):
        self.times = []

    def on_step_end(self, args, state, control, **kwargs):
        if state.global_step % MINIBATCHES == 0:
            self.times.append(time.perf_counter())


class RandomReward:
    """Rewards drawn from a seed; refuses a completion of another length."""
    __name__ = "random_reward"

    def __init__(self):
        self.random, self.graded = random.Random(1), 0

    def __call__(self, completion_ids, **kwargs):
        for ids in completion_ids:
            if len(ids) != TOKENS:
                raise SystemExit(f"a completion has {len(ids)} tokens: the figure would not be comparable")
        self.graded += len(completion_ids)
        return [self.random.random() for _ in completion_ids]


def prompts_of(tokenizer, count):
    """Texts of PROMPT tokens each."""
    rng, texts = random.Random(1), []
    for _ in range(count):
        ids = tokenizer("".join(rng.choice("123456789") for _ in range(4 * PROMPT)))["input_ids"][:PROMPT]
        texts.append(tokenizer.decode(ids))
        if len(tokenizer(texts[-1])["input_ids"]) != PROMPT:
            raise SystemExit("no prompt of the right length can be made with this tokenizer")
    return texts


def load_tokenizer(folder):
    with open(os.path.join(folder, "tokenizer_config.json"), encoding="utf-8") as file:
        eos = json.load(file)["eos_token"]
    eos = eos["content"] if isinstance(eos, dict) else eos
    return PreTrainedTokenizerFast(tokenizer_file=os.path.join(folder, "tokenizer.json"), eos_token=eos, pad_token=eos)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--bf16", action="store_true", help="GRPOConfig's")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    logging.set_verbosity_error()
    tokenizer = load_tokenizer(args.model)
    model = AutoModelForCausalLM.from_pretrained(args.model, attn_implementation="sdpa", dtype=torch.float32)
    batches = args.repeats + 1
    clock, reward = Clock(), RandomReward()
    with tempfile.TemporaryDirectory() as folder:
        config = GRPOConfig(
            output_dir=folder, use_cpu=True, bf16=args.bf16, gradient_checkpointing=False, seed=1,
            per_device_train_batch_size=PROMPTS * SAMPLES // MINIBATCHES, gradient_accumulation_steps=1,
            steps_per_generation=MINIBATCHES, num_generations=SAMPLES, max_steps=batches * MINIBATCHES,
            max_completion_length=TOKENS, generation_kwargs={"min_new_tokens": TOKENS}, temperature=1.0,
            beta=0.0, loss_type="dapo", learning_rate=1e-6, lr_scheduler_type="constant",
            logging_strategy="no", save_strategy="no", report_to="none", disable_tqdm=True)
        trainer = GRPOTrainer(
            model=model, reward_funcs=reward, args=config, processing_class=tokenizer, callbacks=[clock],
            train_dataset=Dataset.from_dict({"prompt": prompts_of(tokenizer, PROMPTS * batches)}))
        for callback in (PrinterCallback, ProgressCallback):
            trainer.remove_callback(callback)
        trainer.train()
    if reward.graded != batches * PROMPTS * SAMPLES or len(clock.times) != batches:
        raise SystemExit(f"{reward.graded} completions in {len(clock.times)} batches: the figure would not be comparable")
    seconds = [end - begin for begin, end in zip(clock.times, clock.times[1:])]
    median, least, greatest = statistics.median(seconds), min(seconds), max(seconds)
    if args.json:
        print(json.dumps({"figure": "grpo", "unit": "s", "median": median, "min": least, "max": greatest}))
    else:
        print(f"grpo  {median:.5g} s (min {least:.5g}, max {greatest:.5g}, {len(seconds)} repeats)")


if __name__ == "__main__":
    main()
