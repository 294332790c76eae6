# SPDX-License-Identifier: Apache-2.0
"""What Retort writes, opened by the programs it is written for: see README.md.

    python tests/conformance/run.py RETORT MODEL... [--adapter FOLDER] [--run FOLDER] [--reward FOLDER]
"""
import argparse
import json
import math
import pathlib
import subprocess
import sys
import tempfile

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

failures = 0


def report(what: str, ok: bool, detail: str) -> None:
    global failures
    failures += not ok
    print(f"{'ok  ' if ok else 'FAIL'} {what}: {detail}", flush=True)


def retort(*arguments, stdin: str = "") -> str:
    done = subprocess.run([ARGUMENTS.retort, *map(str, arguments)], input=stdin, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"retort {arguments[0]} ended with {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def prompts_of(tokenizer) -> list:
    texts = ["Once upon a time", "Compute 12 + 7 * 3.\n", "The answer is", "def add(a, b):"]
    return [tokenizer(text)["input_ids"] for text in texts]


def our_greedy(folder, prompts, tokens: int) -> list:
    lines = "".join(json.dumps({"ids": ids}) + "\n" for ids in prompts)
    out = retort("sample", folder, "--greedy", "--max-tokens", tokens, stdin=lines)
    return [json.loads(line)["completions"][0]["ids"] for line in out.splitlines()]


def greedy(model, ids: list, tokens: int, stops: set) -> tuple:
    """Ids, and at each the distance between the two best logits."""
    out, margins, past, step = [], [], None, torch.tensor([ids])
    with torch.no_grad():
        while len(out) < tokens:
            answer = model(input_ids=step, past_key_values=past, use_cache=True)
            past = answer.past_key_values
            best = answer.logits[0, -1].topk(2)
            margins.append((best.values[0] - best.values[1]).item())
            out.append(best.indices[0].item())
            if out[-1] in stops:
                break
            step = torch.tensor([[out[-1]]])
    return out, margins


def stops_of(model) -> set:
    eos = model.generation_config.eos_token_id
    return set(eos if isinstance(eos, list) else [] if eos is None else [eos])


def agreement(ours: list, theirs: list, margins: list, least: float) -> tuple:
    """Whether they agree up to the first near-tie, and how many ids that is."""
    for i, (a, b) in enumerate(zip(ours, theirs)):
        if a != b:
            return margins[i] < least, i
    return len(ours) == len(theirs), len(ours)


def check_hf(model_folder: pathlib.Path, work: pathlib.Path) -> None:
    retort("export", model_folder, "--format", "hf", "--output", work / "hf")
    model = AutoModelForCausalLM.from_pretrained(work / "hf", dtype=torch.float32).eval()
    tokenizer = AutoTokenizer.from_pretrained(work / "hf")
    prompts = prompts_of(tokenizer)
    limit = min(200, model.config.max_position_embeddings - max(map(len, prompts)))
    equal = 0
    for ids, ours in zip(prompts, our_greedy(work / "hf", prompts, limit)):
        theirs, margins = greedy(model, ids, limit, stops_of(model))
        good, count = agreement(ours, theirs, margins, 1e-4)
        equal += count
        if not good:
            return report(f"{model_folder.name} hf", False, f"differs at token {count}, margin {margins[count]:.2g}")
    report(f"{model_folder.name} hf", True, f"{equal} greedy ids of {len(prompts)} prompts, up to {limit} each")


def check_gguf(model_folder: pathlib.Path, kind: str, work: pathlib.Path) -> None:
    from llama_cpp import Llama
    path = work / f"{kind}.gguf"
    retort("export", model_folder, "--format", "gguf", "--dtype", kind, "--output", path)
    retort("import", path, "--output", work / f"imported-{kind}")
    source = AutoModelForCausalLM.from_pretrained(work / f"imported-{kind}", dtype=torch.float32).eval()
    tokenizer = AutoTokenizer.from_pretrained(model_folder)
    prompts = prompts_of(tokenizer)
    limit = min(200, source.config.max_position_embeddings - max(map(len, prompts)))
    llama = Llama(str(path), n_ctx=min(1024, source.config.max_position_embeddings), logits_all=False, verbose=False, n_threads=2, seed=1)
    total = 0
    for ids, text in zip(prompts, ["Once upon a time", "Compute 12 + 7 * 3.\n", "The answer is", "def add(a, b):"]):
        theirs_ids = llama.tokenize(text.encode(), add_bos=True, special=True)
        if theirs_ids != ids:
            return report(f"{model_folder.name} gguf {kind}", False, f"prompt ids {theirs_ids} against {ids}")
        expected, margins = greedy(source, ids, limit, stops_of(source))
        llama.reset()
        out = []
        for token in llama.generate(ids, temp=0.0, top_k=1, repeat_penalty=1.0):
            out.append(token)
            if len(out) == len(expected):
                break
        # llama.cpp multiplies Q8_0 weights with activations that it rounds to 8 bits as well.
        good, count = agreement(out, expected, margins, 0.5 if kind == "q8_0" else 0.05)
        total += count
        if not good:
            return report(f"{model_folder.name} gguf {kind}", False, f"differs at token {count}, margin {margins[count]:.2g}: {out[:10]} {expected[:10]}")
    report(f"{model_folder.name} gguf {kind}", True, f"{total} greedy ids of {len(prompts)} prompts, up to {limit} each")


def check_q8(model_folder: pathlib.Path, work: pathlib.Path) -> None:
    """The blocks are those of llama.cpp's own quantiser."""
    from gguf import GGMLQuantizationType, GGUFReader, quants
    plain = {tensor.name: tensor for tensor in GGUFReader(work / "f32.gguf").tensors}
    compared = different = 0
    for tensor in GGUFReader(work / "q8_0.gguf").tensors:
        if tensor.tensor_type == GGMLQuantizationType.Q8_0:
            compared += 1
            expected = quants.quantize(plain[tensor.name].data, GGMLQuantizationType.Q8_0)
            different += expected.tobytes() != tensor.data.tobytes()
    report(f"{model_folder.name} q8_0 blocks", compared > 0 and different == 0, f"{compared} tensors, {different} differ")


def check_import(model_folder: pathlib.Path, work: pathlib.Path) -> None:
    first = AutoModelForCausalLM.from_pretrained(model_folder, dtype=torch.float32).state_dict()
    second = AutoModelForCausalLM.from_pretrained(work / "imported-f32", dtype=torch.float32).state_dict()
    different = [name for name in first if name not in second or not torch.equal(first[name], second[name])]
    report(f"{model_folder.name} import", not different and len(first) == len(second), f"{len(first)} tensors, different: {different[:3]}")


def check_kinds(work: pathlib.Path) -> None:
    sys.path.insert(0, str(ROOT / "tests/golden"))
    from make_model_golden import CASES, formula, on_disk
    from safetensors.torch import save_file
    from transformers import AutoConfig
    for name in CASES:
        source = work / name
        source.mkdir()
        settings = json.loads((ROOT / "tests/data/models" / name / "config.json").read_text())
        (source / "config.json").write_text(json.dumps(settings))
        config = AutoConfig.from_pretrained(source)
        empty = AutoModelForCausalLM.from_config(config)
        save_file({n: formula(n, tuple(t[part].shape)) for n, (t, part) in on_disk(empty, config).items()}, source / "model.safetensors",
                  metadata={"format": "pt"})
        retort("export", source, "--format", "hf", "--output", work / f"{name}-out")
        ids = torch.randint(0, 67, (1, 60), generator=torch.Generator().manual_seed(3))
        models = [AutoModelForCausalLM.from_pretrained(f, dtype=torch.float32).eval() for f in (source, work / f"{name}-out")]
        with torch.no_grad():
            # Without the last id, as `retort score` does it: dynamic scaling depends on the length.
            first, second = (model(input_ids=ids[:, :-1]).logits for model in models)
        report(f"kind {name}", torch.equal(first, second), f"largest difference {(first - second).abs().max().item():.3g}")
        score = json.loads(retort("score", work / f"{name}-out", stdin=json.dumps({"ids": ids[0].tolist()}) + "\n"))["logprobs"]
        theirs = torch.log_softmax(first[0], -1).gather(1, ids[0, 1:, None])[:, 0]
        worst = (theirs - torch.tensor(score)).abs().max().item()
        report(f"kind {name} score", worst < 1e-4, f"largest difference of a log-probability {worst:.3g}")


def check_adapter(adapter: pathlib.Path, work: pathlib.Path) -> None:
    from peft import PeftModel
    retort("export", adapter, "--format", "peft", "--output", work / "peft")
    retort("export", adapter, "--format", "hf", "--output", work / "merged")
    settings = json.loads((work / "peft/adapter_config.json").read_text())
    base = AutoModelForCausalLM.from_pretrained(settings["base_model_name_or_path"], dtype=torch.float32)
    adapted = PeftModel.from_pretrained(base, work / "peft").eval()
    merged = AutoModelForCausalLM.from_pretrained(work / "merged", dtype=torch.float32).eval()
    ids = torch.randint(0, base.config.vocab_size, (2, 40), generator=torch.Generator().manual_seed(3))
    with torch.no_grad():
        with_adapter, ours = adapted(input_ids=ids).logits, merged(input_ids=ids).logits
        adapted.disable_adapter_layers()
        plain = adapted(input_ids=ids).logits
    worst, moved = (with_adapter - ours).abs().max().item(), (with_adapter - plain).abs().max().item()
    report("peft", worst < 1e-3 * max(1.0, with_adapter.abs().max().item()) and moved > worst * 10, f"largest difference {worst:.3g}; the adapter moves logits by {moved:.3g}")


def check_reward(folder: pathlib.Path, work: pathlib.Path) -> None:
    """A reward model that Retort trained, read by transformers; random ones that transformers wrote, read by Retort."""
    from transformers import AutoModelForSequenceClassification, LlamaConfig, LlamaForSequenceClassification
    from transformers import Qwen2Config, Qwen2ForSequenceClassification

    def agree(what: str, place: pathlib.Path) -> None:
        model = AutoModelForSequenceClassification.from_pretrained(place, dtype=torch.float32).eval()
        sequences = [torch.randint(0, model.config.vocab_size, (length,)).tolist() for length in (1, 7, 33, 60)]
        with torch.no_grad():
            theirs = [model(input_ids=torch.tensor([ids])).logits[0, 0].item() for ids in sequences]
        out = retort("score", place, stdin="".join(json.dumps({"ids": ids}) + "\n" for ids in sequences))
        ours = [json.loads(line)["score"] for line in out.splitlines()]
        worst = max(abs(a - b) for a, b in zip(ours, theirs))
        report(what, len(ours) == len(theirs) and worst <= 1e-4, f"scores of {len(ours)} sequences, largest difference {worst:.2g}")

    torch.manual_seed(3)
    agree("reward model: ours in transformers", folder)
    shape = dict(vocab_size=67, hidden_size=24, intermediate_size=40, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
                 max_position_embeddings=128, num_labels=1, pad_token_id=66)
    for kind, config in ((Qwen2ForSequenceClassification, Qwen2Config), (LlamaForSequenceClassification, LlamaConfig)):
        model = kind(config(**shape))
        for parameter in model.parameters():
            parameter.data += torch.randn_like(parameter) * 0.2
        model.save_pretrained(work / kind.__name__)
        agree(f"reward model: {kind.__name__} in Retort", work / kind.__name__)


def check_tfevents(run: pathlib.Path, work: pathlib.Path) -> None:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
    retort("export", run, "--format", "tfevents", "--output", work / "events")
    retort("export", run, "--format", "jsonl", "--output", work / "jsonl")
    expected = {}
    for line in (work / "jsonl/metrics.jsonl").read_text().splitlines():
        row = json.loads(line)
        expected.setdefault((row["stage"], row["key"]), []).append((row["step"], row["value"]))
    wrong = 0
    for (stage, key), points in expected.items():
        reader = EventAccumulator(str(work / "events" / stage), size_guidance={"scalars": 0})
        reader.Reload()
        got = [(event.step, event.value) for event in reader.Scalars(key)]
        same = len(got) == len(points) and all(a == b and (v is None and not math.isfinite(w) or v is not None and torch.tensor(v, dtype=torch.float32).item() == w)
                                               for (a, v), (b, w) in zip(points, got))
        wrong += not same
    report("tfevents", wrong == 0 and len(expected) > 0, f"{len(expected)} series, {wrong} differ")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("retort")
    parser.add_argument("models", nargs="*", type=pathlib.Path)
    parser.add_argument("--adapter", type=pathlib.Path)
    parser.add_argument("--run", type=pathlib.Path)
    parser.add_argument("--reward", type=pathlib.Path)
    ARGUMENTS = parser.parse_args()
    ROOT = pathlib.Path(__file__).resolve().parents[2]
    with tempfile.TemporaryDirectory() as temporary:
        for model_folder in ARGUMENTS.models:
            work = pathlib.Path(temporary) / model_folder.name
            work.mkdir()
            check_hf(model_folder, work)
            for kind in ("f32", "f16", "bf16", "q8_0"):
                check_gguf(model_folder, kind, work)
            check_q8(model_folder, work)
            check_import(model_folder, work)
        check_kinds(pathlib.Path(temporary))
        if ARGUMENTS.adapter:
            check_adapter(ARGUMENTS.adapter, pathlib.Path(temporary))
        if ARGUMENTS.reward:
            check_reward(ARGUMENTS.reward, pathlib.Path(temporary))
        if ARGUMENTS.run:
            check_tfevents(ARGUMENTS.run, pathlib.Path(temporary))
    sys.exit(1 if failures else 0)
