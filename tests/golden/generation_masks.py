# SPDX-License-Identifier: Apache-2.0
"""Golden values of assistant-token masks: transformers' own apply_chat_template(return_assistant_tokens_mask=True) with templates and
conversations written for this test, on the tokenizer of tests/data/tokenizer/trained.

Usage: python tests/golden/generation_masks.py > tests/data/template/generation_masks.jsonl   (transformers 5.24.0, tokenizers 0.23.3)
One line per case: {"template", "messages", "text", "ids", "mask"}.
"""
import json
import pathlib

from transformers import PreTrainedTokenizerFast

TOKENIZER = pathlib.Path(__file__).resolve().parent.parent / "data" / "tokenizer" / "trained"

# Whole turns with their end, the content alone, blocks within a condition, and reasoning that only the last turn keeps.
TEMPLATES = [
    "{% for m in messages %}{% if m.role == 'assistant' %}<a>{% generation %}{{ m.content }}<eos>{% endgeneration %}\n"
    "{% else %}<{{ m.role }}>{{ m.content }}\n{% endif %}{% endfor %}{% if add_generation_prompt %}<a>{% endif %}",
    "{% for m in messages %}{{ m.role }}: {% if m.role == 'assistant' %}{% generation %}{{ m.content }}{% endgeneration %}"
    "{% else %}{{ m.content }}{% endif %}\n\n{% endfor %}",
    "{%- for m in messages %}{%- if m.role == 'assistant' %}{%- set c = m.content %}{%- if not loop.last and '</think>' in c %}"
    "{%- set c = c.split('</think>')[-1] %}{%- endif %}[{% generation %}{{ c }}]{% endgeneration %}"
    "{%- else %}({{ m.content }}){%- endif %}{%- endfor %}",
]
CONVERSATIONS = [
    [("user", "What is 2 + 2?"), ("assistant", "It is 4.")],
    [("system", "Be brief."), ("user", "Hi"), ("assistant", "<think>greet</think>Hello!"), ("user", "12 + 30?"),
     ("assistant", "<think>12 + 30 = 42</think>\n\nThe answer is 42.")],
    [("user", "你好，世界"), ("assistant", "你好！ 一共 3 个。"), ("user", "Straße ÀÉ 😀"), ("assistant", " leading space, 😀 end ")],
    [("user", ""), ("assistant", "a")],
    [("user", "x"), ("assistant", "")],
]


def main():
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(TOKENIZER / "tokenizer.json"))
    for template in TEMPLATES:
        for conversation in CONVERSATIONS:
            messages = [{"role": role, "content": content} for role, content in conversation]
            encoded = tokenizer.apply_chat_template(messages, chat_template=template, return_dict=True, return_assistant_tokens_mask=True)
            text = tokenizer.apply_chat_template(messages, chat_template=template, tokenize=False)
            print(json.dumps({"template": template, "messages": messages, "text": text, "ids": encoded["input_ids"],
                              "mask": encoded["assistant_masks"]}, ensure_ascii=False))


if __name__ == "__main__":
    main()
