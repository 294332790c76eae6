# SPDX-License-Identifier: Apache-2.0
"""Golden values of chat templates: what transformers' own Jinja environment makes of templates written for this test.

Usage: python tests/golden/template_cases.py > tests/data/template/cases.jsonl   (transformers 5.23.0, Jinja2 3.1.6)
One line per case: {"template", "context", "expected"}; expected null: rendering must fail.
"""
import itertools
import json
import sys

from transformers.utils.chat_template_utils import _compile_jinja_template

CHAT = [
    {"role": "system", "content": " Be brief. "},
    {"role": "user", "content": "What is 2 + 2?\nThink."},
    {"role": "assistant", "content": "<think>\nEasy: 2 + 2\n</think>\n\nIt is **4**."},
    {"role": "user", "content": "你好, Straße ÀÉ"},
]
TOOLS = [{"type": "function", "function": {"name": "get_weather", "description": "It's \"weather\" <b>", "parameters": {
    "type": "object", "properties": {"city": {"type": "string", "enum": ["Zürich", "北京"]}, "days": {"type": "integer", "default": 1.5}}, "required": ["city"]}}}]
CONTEXT = {"messages": CHAT, "tools": TOOLS, "s": "Hello, wide World", "n": 7, "f": 2.5, "neg": -3, "big": 1e22, "small": 1.5e-7, "t": True, "z": None,
           "empty": [], "text": "a-b_c d\te\nf", "xs": [3, 1, 2], "words": ["pear", "Apple", "fig", "apple"], "d": {"b": 1, "a": "x", "C": [1, {"k": None}]},
           "rows": [{"name": "Bo", "age": 30, "o": {"v": 2}}, {"name": "al", "age": 25, "o": {"v": 1}}, {"name": "Cy", "age": 30}], "uni": "ǆ ß İ Σας é\u0301 𝔸😀"}

EXPRESSIONS = """
s|upper ; s|lower ; s|title ; s|capitalize ; uni|upper ; uni|lower ; uni|title ; uni.title() ; uni.capitalize() ; uni.swapcase() ; uni|length ; uni[2] ; uni[-1] ; uni[::-1]
s.split() ; s.split(',') ; s.split(' ', 1) ; s.rsplit(' ', 1) ; s.rsplit(none, 1) ; s.split('l', 2)[-1] ; ''.split() ; ''.split(',') ; s.partition(', ') ; s.rpartition('o') ; s.partition('q')
s.strip('Hd') ; s.lstrip('He') ; s.rstrip('ld') ; '  x '.strip() ; s.removeprefix('Hell') ; s.removesuffix('ld') ; s.startswith('He') ; s.startswith(('a', 'H')) ; s.endswith('d', 3) ; s.find('o') ; s.find('o', 5) ; s.rfind('o') ; s.find('zz') ; s.index('zz') ; s.count('o') ; s.count('')
s.replace('l', 'L') ; s.replace('l', 'L', 1) ; s|replace('o', '0') ; s|replace('o', '0', 1) ; 'abc'.replace('', '-') ; 'x'.center(5, '*') ; 'xy'.center(5, '*') ; 'x'|center(4) ; '7'.zfill(3) ; '-7'.zfill(4) ; 'ab'.ljust(4, '.') ; 'ab'.rjust(4) ; 'a\\tb'.expandtabs(4) ; text.splitlines() ; 'a\\r\\nb\\n'.splitlines(true)
'abc'.isalpha() ; 'a1'.isalnum() ; '12'.isdigit() ; '½'.isnumeric() ; '½'.isdigit() ; ' '.isspace() ; ''.isspace() ; 'Ab'.istitle() ; 'AB1'.isupper() ; 'ab1'.islower() ; '1'.islower() ; ','.join(['a', 'b']) ; ','.join([1]) ; '-'.join('abc')
n / 2 ; n // 2 ; neg // 2 ; n % 3 ; neg % 3 ; neg % -2 ; 7.5 % 2 ; -7.5 // 2 ; 2 ** 10 ; 2 ** -1 ; 2 ** 3 ** 2 ; -2 ** 2 ; 1 / 0 ; 1 // 0 ; 1.0 % 0 ; n + f ; n * f ; 1e3 ; 1_000 ; 0x1F ; 0b101 ; 0o17 ; 10 / 5 ; 3 * 'ab' ; [1] * 3 ; [1] + [2] ; [1] + (2,) ; 'a' + 1 ; 'a' ~ 1 ~ none ~ true ; 'a' 'b' "c" ; n - t ; t + t ; +t ; -t ; --n
big ; small ; 1.0 ; 0.1 + 0.2 ; 1e16 ; 123456789012345680.0 ; 1e-5 ; 0.0001 ; -0.0 ; 1/3 ; f|int ; '42.9'|int ; ' 12 '|int ; 'x'|int ; 'x'|int(5) ; '0x1F'|int(base=16) ; '101'|int(0, 2) ; '1_0'|int ; none|int ; '1e3'|float ; 'nan'|float ; '-inf'|float ; 'x'|float ; 'x'|float(2) ; n|float ; true|float ; 3.7|round ; 2.5|round ; 3.5|round ; 2.675|round(2) ; 1234|round(-2) ; 42.55|round(1, 'floor') ; 42.51|round(method='ceil') ; 5|round ; -7|abs ; -1.5|abs
1 < 2 < 3 ; 1 < 3 < 2 ; 1 == 1.0 ; true == 1 ; 'a' < 'b' ; [1, 2] < [1, 3] ; (1, 2) == (1, 2) ; [1] == (1,) ; 'a' < 1 ; none == none ; none < 1 ; 1 in xs ; 9 not in xs ; 'a' in d ; 'el' in s ; 1 in s ; not t ; not not t ; t and f or z ; z or 'dflt' ; 1 if t else 2 ; 1 if z ; (1 if z else 2 if z else 3) ; xs == [3, 1, 2] ; d == {'a': 'x', 'C': [1, {'k': none}], 'b': 1} ; nope == nope2 ; nope == none ; 'b' > 'a' >= 'a' ; 1 != 1.5
xs[0] ; xs[-1] ; xs[5] ; xs[1:] ; xs[:-1] ; xs[::-1] ; xs[5:] ; xs[-2:] ; xs[::2] ; s[1:4] ; s[-3:] ; s[::-2] ; s[2:1] ; s[100] ; s[0:0] ; xs[0:2:0] ; (1, 2, 3)[1] ; (1, 2, 3)[:2] ; range(5)[1] ; range(5)[1:3]|list ; range(10)|list ; range(2, 9, 3)|list ; range(3, 0, -1)|list ; range(0)|list ; range(3) ; range(1, 7, 2) ; range(200000) ; d['a'] ; d.a ; d.C[1].k ; d.nope ; d['nope'] ; d.nope.x ; nope.x ; z.x ; z['x'] ; s.nope ; n.nope ; xs.x ; xs['x'] ; rows[0].name ; rows[0]['name'] ; rows.0.name ; d.items ; d[xs]
d.items()|list ; d.keys()|list ; d.values()|list ; d.items() ; d.keys() ; d.get('a') ; d.get('q') ; d.get('q', 5) ; d|items|list ; d|length ; d|list ; d|first ; d|last ; d|dictsort ; d|dictsort(true) ; d|dictsort(by='value') ; {'b': 2, 'a': 3}|dictsort(by='value', reverse=true) ; d.pop('a') ; d.update({}) ; xs.append(1) ; xs.count(1) ; xs.index(2) ; xs.index(9) ; d.copy() ; {'a': 1, **d} ; {1: 'x', 'y': 2}[1] ; {'a': 1, 'a': 2} ; {[1]: 2} ; dict(a=1, b=2) ; dict([('x', 1)]) ; dict(d, b=9) ; (d.items()|list)[0] ; d.items()[0] ; d.__class__ ; s.__class__ ; ''.__class__.__mro__
xs|sort ; xs|sort(reverse=true) ; words|sort ; words|sort(case_sensitive=true) ; rows|sort(attribute='age')|map(attribute='name')|list ; rows|sort(attribute='age,name')|map(attribute='name')|join(',') ; rows|sort(attribute='o.v') ; [1, 'a']|sort ; xs|min ; xs|max ; words|min ; []|max ; rows|max(attribute='age') ; words|unique|list ; words|unique(true)|list ; xs|sum ; rows|sum(attribute='age') ; rows|sum('age', 100) ; xs|first ; xs|last ; []|first ; []|last ; ''|first ; xs|reverse|list ; s|reverse ; xs|join('-') ; xs|join ; rows|join(', ', attribute='name') ; xs|length ; xs|count ; s|list ; xs|list ; xs|string ; d|string ; s|first ; xs|batch(2)|list ; xs|batch(2, 'x')|list ; range(7)|slice(3)|list ; range(7)|slice(3, 'x')|map('list')|list
rows|map(attribute='name')|list ; rows|map(attribute='o.v')|list ; rows|map(attribute='zip', default='none')|list ; words|map('upper')|list ; words|map('replace', 'p', 'P')|join(' ') ; xs|map('string')|join ; rows|selectattr('age', 'gt', 26)|map(attribute='name')|list ; rows|selectattr('o', 'defined')|list|length ; rows|selectattr('o')|list|length ; rows|rejectattr('name', 'equalto', 'Bo')|map(attribute='name')|list ; xs|select('odd')|list ; xs|reject('odd')|list ; [0, 1, '', 'a']|select|list ; xs|select('in', [1, 3])|list ; rows|groupby('age')|list ; rows|groupby('age')|map('first')|list ; rows|selectattr('age', 'nosuch')|list ; xs|nosuch ; xs|map('nosuch')|list ; xs|select|length ; xs|map('string')|first ; rows|map(attribute=0)|list
nope ; nope|default('x') ; nope|default ; z|default('x') ; z|default('x', true) ; ''|d('y', true) ; nope|length ; nope|list ; nope|upper ; nope|trim ; nope + 1 ; nope ~ 'a' ; nope|int ; nope() ; nope is defined ; nope is none ; nope is string ; not nope ; nope in xs ; 1 in nope ; nope|join(',') ; nope|tojson ; nope|first ; nope[0] ; nope == '' ; -nope ; nope < 1 ; z + 1 ; z() ; s() ; z|length ; n|length ; n|list
s is string ; n is string ; n is number ; t is number ; t is integer ; n is integer ; f is float ; t is boolean ; n is boolean ; d is mapping ; xs is mapping ; xs is iterable ; s is iterable ; n is iterable ; d is sequence ; xs is sequence ; s is sequence ; (d|items) is sequence ; (d|items) is iterable ; range(3) is sequence ; z is none ; n is odd ; 4 is even ; 9 is divisibleby(3) ; 9 is divisibleby 2 ; n is eq 7 ; n is ne 7 ; n is gt 3 ; n is lt(3) ; n is ge 7 ; s is in ['a'] ; 'a' is in 'abc' ; t is true ; 1 is true ; t is sameas true ; 1 is sameas 1.0 ; namespace is callable ; s is callable ; s is lower ; 'ab' is lower ; 'AB' is upper ; n is not odd ; d is defined and d.a is defined ; d.q is not defined ; xs is not string and s is string ; s is nosuch
tools|tojson ; tools|tojson(indent=2) ; tools[0]|tojson(separators=(',', ':')) ; d|tojson(sort_keys=true) ; {'b': 1, 'a': 2}|tojson(sort_keys=true) ; tools|tojson(ensure_ascii=true) ; 'a"\\\\\\n\\u0001/<>&'|tojson ; 1e22|tojson ; 0.1|tojson ; 'nan'|float|tojson ; (1, 2)|tojson ; {1: 2, none: 3, true: 4}|tojson ; []|tojson(indent=4) ; {}|tojson(indent=4) ; [[], {}, [1]]|tojson(indent=2) ; xs|map('string')|tojson ; d.items()|tojson ; range(3)|tojson ; uni|tojson ; uni|tojson(ensure_ascii=true) ; z|tojson ; t|tojson ; d|tojson(indent='--')
s|indent ; text|indent(2) ; text|indent(2, true) ; 'a\\n\\nb'|indent(2, false, true) ; 'a\\n\\nb'|indent(blank=true) ; 'a\\nb'|indent('> ', first=true) ; s|truncate(10) ; s|truncate(10, true) ; s|truncate(10, false, '..', 0) ; s|truncate(5, true, '') ; s|wordcount ; 'a-b c_d é'|wordcount ; '<b>&"\\''|e ; '<b>'|escape|upper ; '<b>x</b> <!-- c --> y'|striptags ; 'a b&c/d?é'|urlencode ; {'a': 'b c', 'd': 1}|urlencode ; s|trim('Hd') ; '  x '|trim ; 1234567|filesizeformat ; 1234567|filesizeformat(true) ; 999|filesizeformat ; '%s-%05.2f|%-4d|%x'|format('a', 3.14159, 7, 255) ; '%(a)s %(b)d'|format(a='x', b=3) ; '%s' % n ; '%d %s' % (1, 'b') ; '%5s|%-5s|%05d|%+d|%.3s' % ('a', 'b', 42, 5, 'abcdef') ; '%%' % () ; '%d' % 'x' ; '%s %s' % ('a',) ; '%r' % ('q',) ; '%e %g' % (12345.678, 0.00001234) ; '%s' % [1, 2]
'{} {}'.format('a', 1) ; '{1} {0}'.format('a', 'b') ; '{x} {y.a}'.format(x=1, y=d) ; '{:>5}|{:<5}|{:^5}|{:*^7}'.format('a', 'b', 'c', 'd') ; '{:05d} {:+} {:,} {:.2f} {:e} {:x} {:#x} {:b} {:%}'.format(42, 5, 1234567, 3.14159, 1234.5, 255, 255, 5, 0.25) ; '{!r} {!s}'.format('a', 'b') ; '{{}} {}'.format(1) ; '{} {}'.format(1) ; '{0[1]}'.format(xs) ; '{:{}}|'.format('a', 4) ; '{:.2}'.format('abc') ; '{:d}'.format('x') ; '{:5}|{:<5}|{:5.1f}|{}'.format(3, 3, 2.25, 2.0) ; '{:,.2f} {:_}'.format(12345.678, 1234567) ; '{:08.3f}|{:+08d}'.format(-3.14159, 42)
[1, 2.0, 'a', none, true, {'x': (1,)}, ()] ; 'it\\'s' ; ['it\\'s', "q\\"", 'b\\\\', '\\n\\t', 'é\\x07\\u200b', "'\\""] ; d ; messages[0] ; {'a': [1, 'é']} ; (1, 2) ; (1,) ; [nope] ; [namespace(a=1).a] ; namespace(a=1)|string|length > 0 ; {'k': 1}.k ; [[1, 2], [3]][0][1] ; s[n - 4:][:2]|upper ; (s ~ n)|length ; [s, n]|map('string')|map('length')|list ; 'a,b;c'.split(';')|map('upper')|list ; s|attr('upper') is callable ; d|attr('a') is defined
"""

STATEMENTS = [
    "{% for m in messages %}{{ loop.index }}/{{ loop.length }}{{ '*' if loop.first }}{{ '!' if loop.last }}:{{ m.role }} {% endfor %}",
    "{% for m in messages if m.role == 'user' %}{{ loop.index0 }}{{ loop.revindex }}{{ m.content }};{% else %}none{% endfor %}",
    "{% for x in [] %}x{% else %}empty{% endfor %}|{% for x in nope %}x{% else %}undef{% endfor %}",
    "{% for k, v in d.items() %}{{ k }}={{ v }},{% endfor %}{% for k in d %}{{ k }}{% endfor %}{% for c in 'añb' %}[{{ c }}]{% endfor %}",
    "{% for a, (b, c) in [(1, (2, 3)), (4, (5, 6))] %}{{ a + b + c }} {% endfor %}",
    "{% for a, b in [(1, 2, 3)] %}{{ a }}{% endfor %}",
    "{% for x in xs %}{% if x == 1 %}{% continue %}{% endif %}{{ x }}{% if x == 2 %}{% break %}{% endif %},{% endfor %}",
    "{% for x in xs %}{% for y in xs %}{% if y == 1 %}{% break %}{% endif %}{{ x }}{{ y }} {% endfor %}{{ loop.index }};{% endfor %}",
    "{% for x in xs %}{{ loop.previtem }}<{{ x }}>{{ loop.nextitem }} {{ loop.cycle('o', 'e') }} {{ loop.changed(x > 1) }} {{ loop.depth }};{% endfor %}",
    "{% for x in [1, [2, [3]]] recursive %}{{ x if x is number else '(' ~ loop(x) ~ ')' }}@{{ loop.depth }}{% endfor %}",
    "{% for x in xs %}{{ loop(x) }}{% endfor %}",
    "{% set a = 1 %}{% for x in xs %}{% set a = a + x %}{{ a }} {% endfor %}{{ a }}",
    "{% set ns = namespace(a=1, b=[]) %}{% for x in xs %}{% set ns.a = ns.a + x %}{% set ns.b = ns.b + [x] %}{% endfor %}{{ ns.a }} {{ ns.b }} {{ ns['a'] }} {{ ns.q is defined }}",
    "{% set x.y = 1 %}", "{% set ns = namespace() %}{% set ns._x = 1 %}", "{% set ns = namespace({'a': 1}, b=2) %}{{ ns.a + ns.b }}",
    "{% set a, b = 1, 2 %}{{ a }}{{ b }}{% set (c, e) = [3, 4] %}{{ c }}{{ e }}{% set q = 1, 2 %}{{ q }}",
    "{% set t %}  in {{ n }} block\n{% endset %}[{{ t }}]{% set u | upper | trim %} abc {% endset %}[{{ u }}]",
    "{% if z %}a{% elif n > 3 %}b{% else %}c{% endif %}{% if false %}{% set q = 1 %}{% endif %}{{ q is defined }}{% if true %}{% set r = 1 %}{% endif %}{{ r }}",
    "{% macro m(a, b='B', c=a) %}[{{ a }}{{ b }}{{ c }}{{ kwargs }}{{ varargs }}]{% endmacro %}{{ m(1) }}{{ m(1, 2, 3, 4, q=5) }}{{ m(b=1, a=2) }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}", "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(q=2) }}", "{% macro m(a) %}<{{ a }}>{{ a is defined }}{% endmacro %}{{ m() }}",
    "{% macro m() %}{{ x }}{% endmacro %}{% set x = 5 %}{{ m() }}{% for x in [9] %}{{ m() }}{% endfor %}",
    "{% macro f(n) %}{% if n > 1 %}{{ n }} {{ f(n - 1) }}{% else %}1{% endif %}{% endmacro %}{{ f(5) }}{{ f.name }}{{ f.arguments }}",
    "{% macro f(n) %}{{ f(n) }}{% endmacro %}{{ f(1) }}",
    "{% macro box(title) %}<{{ title }}|{{ caller() }}>{% endmacro %}{% call box('T') %}in {{ n }}{% endcall %}",
    "{% macro each(items) %}{% for i in items %}{{ caller(i, loop.index) }};{% endfor %}{% endmacro %}{% call(i, k) each(xs) %}{{ k }}={{ i }}{% endcall %}",
    "{% macro nocall() %}x{% endmacro %}{% call nocall() %}y{% endcall %}",
    "{% filter upper %}abc {{ s }}{% endfilter %}{% filter replace('a', 'b')|title %}aaa ccc{% endfilter %}",
    "{% with a = 1, b = n %}{{ a + b }}{% set c = 3 %}{{ c }}{% endwith %}{{ a is defined }}{{ c is defined }}",
    "{% raw %}{{ not }} {% this %}{% endraw %}|{%- raw -%}  x {%- endraw -%}  y", "a{# comment {{ x }} #}b{#- c -#} d",
    "x {%- if true -%} y {%- endif -%} z", "  {% if true %}\n  y\n  {% endif %}\nz\n\n", "a\n  {%+ if true %}b{% endif +%}\n  c", "a\n   {{- n -}}   \n b", "  {{ n }}\n\n{% set a = 1 %}\n\nb\r\nc",
    "line\n    {%- for x in xs %}\n    * {{ x }}\n    {%- endfor %}\nend", "<ul>\n{% for x in xs %}\n  <li>{{ x }}</li>\n{% endfor %}\n</ul>\n", "a {%- set q = 1 +%} \n b", "{% if true -%}\n\n  x\n{%- endif %}\n", "a\n\t {# c #}\n b {# c #} \n",
    "{{ 'a' if n }}{{ 'b' if z }}|{{ {'a': {'b': [1, 2]}}.a.b[1] }}|{{ '}}' }}|{{ \"%}\" }}|{{ '{#' }}",
    "{% generation %}G{{ n }}{% set q = 4 %}{% endgeneration %}{{ q is defined }}",
    "{{ raise_exception('no ' ~ n) }}", "{% if messages[0].role != 'user' %}{{ raise_exception('first must be user') }}{% endif %}",
    "{{ n", "{% if n %}", "{% endif %}", "{% for x in %}{% endfor %}", "{{ n | }}", "{{ (n }}", "{% nosuch %}", "{{ 'a }}", "{% include 'x' %}", "{{ 1 2 }}", "{% set 1 = 2 %}", "{% break %}", "{{ n.}}", "{% block a %}x{% endblock %}x{% endblock %}", "{#", "{% raw %}x",
    "{% for x in n %}{% endfor %}", "{% for x in none %}{% endfor %}", "{{ messages|map(attribute='role')|join(' ') }}{% set gen = messages|map(attribute='role') %}{{ gen|list|length }}{{ gen|list|length }}",
    "{% set j = joiner('; ') %}{% for x in xs %}{{ j() }}{{ x }}{% endfor %}", "{{ strftime_now('%Y')|length }}", "{%- macro a(x) -%}\n  {{- x }}\n{%- endmacro -%}\n\n{{ a('q') }}\n",
    "{% for m in messages %}{% if not loop.last %}{{ m.role }}{% set keep = m %}{% endif %}{% endfor %}{{ keep is defined }}",
    "{% set loop = 5 %}{{ loop }}{% for x in xs %}{{ loop.index }}{% endfor %}{{ loop }}", "{% set messages = messages[1:] %}{{ messages|length }}{{ messages[0]['role'] }}",
    "{% set c = messages[2].content %}{% if '</think>' in c %}{{ c.split('</think>')[-1].lstrip('\\n') }}|{{ c.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') }}{% endif %}",
    "{% for m in messages[::-1] %}{% set index = (messages|length - 1) - loop.index0 %}{{ index }}{{ m.role[0] }}{% endfor %}",
    "{%- for t in tools %}{{ t.function.name }}: {% for k, v in t.function.parameters.properties.items() %}{{ k }}({{ v.type }}{% if v.enum %} in {{ v.enum|join('/') }}{% endif %}){{ ', ' if not loop.last }}{% endfor %}{% endfor %}",
    "{% if s is string and s|length > 3 or z %}yes{% endif %}{{ (s if s is not none else '') ~ '.' }}{{ -n|abs }}{{ not n is odd }}{{ 2 + 3 ~ 4 * 5 }}{{ 'a' ~ 1 + 2 }}",
    "{{ 1 if 2 }}{{ [1, 2, 3,] }}{{ (1, 2,) }}{{ {'a': 1,} }}{{ s.upper().lower()[0:2] }}{{ s|length|string|length }}", "{{- '\\x41\\u00e9\\U0001F600\\101\\q\\'' -}}", "{% set x = 'a' if n else 'b' %}{{ x }}{% set y = n > 3 and 'big' %}{{ y }}",
    "{% print n, s %}{{ n, s }}", "{% if n == 7: %}colon{% endif %}", "{{ [1, 2]|map('string')|list + ['a'] }}", "{{ messages[0]['content'] | trim }}|{{ messages[0].content.strip() | length }}", "{{ xs.0 }}{{ xs|first + 1 }}",
    "{{ caller }}", "{{ loop }}", "{{ true and nope.x }}", "{% set ns = namespace(x=0) %}{% for i in range(3) %}{% for j in range(3) %}{% set ns.x = ns.x + i * j %}{% endfor %}{% endfor %}{{ ns.x }}",
    "{% macro outer(a) %}{% macro inner(b) %}{{ a }}{{ b }}{% endmacro %}{{ inner(1) }}{{ inner(2) }}{% endmacro %}{{ outer('o') }}{{ inner is defined }}", "{% for i in range(3) %}{% macro m() %}{{ i }}{% endmacro %}{{ m() }}{% endfor %}",
]


def render(template):
    try:
        return _compile_jinja_template(template).render(**{"tools": None, "documents": None, "add_generation_prompt": False, **CONTEXT})
    except Exception as error:  # every kind of failure is the same to the test
        print(f"fails: {template!r}: {type(error).__name__}: {error}", file=sys.stderr)
        return None


def main():
    expressions = [e.strip() for line in EXPRESSIONS.strip().splitlines() for e in line.split(" ; ")]
    templates = ["{{ " + e + " }}" for e in expressions] + STATEMENTS
    # Every pair of white-space controls around text.
    for left, right, inner in itertools.product(["{%", "{%-", "{%+"], ["%}", "-%}", "+%}"], [" ", "\n", " \n "]):
        templates.append(f"a{inner}{left} if true {right}{inner}b{inner}{left} endif {right}{inner}c")
    for left, right, inner in itertools.product(["{{", "{{-"], ["}}", "-}}"], ["", " ", "\n", " \n\n "]):
        templates.append(f"a{inner}{left} n {right}{inner}b")
    print(json.dumps({"context": CONTEXT}, ensure_ascii=False))
    for template in templates:
        expected = render(template)
        if expected is not None and " at 0x" in expected:
            continue  # the address of an object is no golden value
        print(json.dumps({"template": template, "expected": expected}, ensure_ascii=False))


if __name__ == "__main__":
    main()
