// SPDX-License-Identifier: Apache-2.0
// Templates and contexts that loop, nest or grow without end: each a clear error, in bounded memory.

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/random.h"
#include "template/chat_template.h"

using namespace retort;

namespace {

std::string refusal(const std::string& source, const std::string& kwargs = "{}") {
    try {
        ChatTemplate::parse(source, "test")
            .render({.messages = {}, .add_generation_prompt = false, .tools = {}, .kwargs = kwargs});
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::BadInput);
        return error.what();
    }
    return "accepted";
}

std::string repeat(const std::string& text, int times) {
    std::string result;
    for (int i = 0; i < times; ++i) result += text;
    return result;
}

}  // namespace

TEST(HostileTemplate, EndlessWorkEnds) {
    const std::string range = "range(99999)";
    EXPECT_NE(refusal("{% for a in " + range + " %}{% for b in " + range + " %}{% endfor %}{% endfor %}").find("more work"),
              std::string::npos);
    EXPECT_NE(refusal("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}").find("too deeply"), std::string::npos);
    EXPECT_NE(refusal("{% for x in [[1]] recursive %}{{ loop([[1]]) }}{% endfor %}").find("too deeply"), std::string::npos);
    EXPECT_NE(refusal("{% set ns = namespace(x=[1, 2]) %}{% for i in range(99) %}{% set ns.x = ns.x + ns.x %}{% endfor %}")
                  .find("more work"),
              std::string::npos);
    EXPECT_NE(refusal("{{ range(10 ** 9) }}").find("range"), std::string::npos);
    EXPECT_NE(refusal("{{ [0] * 10 ** 12 }}").find("more work"), std::string::npos);
}

TEST(HostileTemplate, TextsAreBounded) {
    EXPECT_NE(refusal("{{ 'x' * 10 ** 12 }}").find("MiB"), std::string::npos);
    EXPECT_NE(refusal("{% set ns = namespace(x='ab') %}{% for i in range(60) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}")
                  .find("MiB"),
              std::string::npos);
    EXPECT_NE(refusal("{{ '%1000000000d' % 1 }}").find("10000"), std::string::npos);
    EXPECT_NE(refusal("{{ 'x'.center(10 ** 15) }}").find("MiB"), std::string::npos);
    EXPECT_NE(refusal("{% for i in range(99999) %}{{ 'x' * 1000 }}{% endfor %}").find("MiB"), std::string::npos);
    EXPECT_NE(refusal("{% set ns = namespace(x=['x' * 1000]) %}{% for i in range(40) %}{% set ns.x = [ns.x, ns.x] %}{% "
                      "endfor %}{{ ns.x }}"),
              "accepted");
    EXPECT_NE(refusal("{% set ns = namespace(x=1, y=1) %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}{% set ns.y = "
                      "[ns.y, ns.y] %}{% endfor %}{{ ns.x == ns.y }}")
                  .find("more work"),
              std::string::npos);
}

TEST(HostileTemplate, NestingIsBounded) {
    EXPECT_NE(refusal("{{ " + repeat("(", 100000) + repeat(")", 100000) + " }}").find("deeper"), std::string::npos);
    EXPECT_NE(refusal("{{ " + repeat("-", 100000) + "1 }}").find("deeper"), std::string::npos);
    EXPECT_NE(refusal("{{ 1" + repeat(" + 1", 100000) + " }}").find("deeper"), std::string::npos);
    EXPECT_NE(refusal("{{ 1" + repeat(" if 1 else 1", 50000) + " }}").find("deeper"), std::string::npos);
    EXPECT_NE(refusal("{{ x" + repeat("|string", 100000) + " }}").find("deeper"), std::string::npos);
    EXPECT_NE(refusal(repeat("{% if 1 %}", 10000)).find("deeper"), std::string::npos);
    EXPECT_NE(refusal("{% set ns = namespace(x=[]) %}{% for i in range(99999) %}{% set ns.x = [ns.x] %}{% endfor %}")
                  .find("nested"),
              std::string::npos);
    EXPECT_NE(refusal("x", "{\"a\":" + repeat("[", 10000) + repeat("]", 10000) + "}").find("nested"), std::string::npos);
    EXPECT_EQ(refusal("{{ " + repeat("not ", 399) + "1 }}"), "accepted");
    EXPECT_EQ(refusal("{% set ns = namespace() %}{% set ns.me = ns %}{{ ns.me.me.me is defined }}"), "accepted")
        << "rings are fine while nobody prints them";
    EXPECT_NE(refusal("{% set ns = namespace() %}{% set ns.me = ns %}{{ ns }}").find("nested"), std::string::npos);
}

TEST(HostileTemplate, BadSourcesAndNumbers) {
    EXPECT_NE(refusal(std::string(2 << 20, 'x')).find("1 MiB"), std::string::npos);
    EXPECT_NE(refusal("{{ 2 ** 99 }}").find("64 bits"), std::string::npos);
    EXPECT_NE(refusal("{{ 99999999999999999999 }}").find("99999999999999999999"), std::string::npos);
    EXPECT_NE(refusal("{{ -(-9223372036854775807 - 1) }}").find("64 bits"), std::string::npos);
    EXPECT_NE(refusal("{{ (-9223372036854775807 - 1) // -1 }}").find("64 bits"), std::string::npos);
    EXPECT_EQ(refusal("{{ (-9223372036854775807 - 1) % -1 }}"), "accepted");
    EXPECT_EQ(refusal("\xff\xfe {{ '\xc3' ~ '\xa9'|upper }} \x80"), "accepted")
        << "invalid UTF-8 is passed through or replaced, never read past";
}

/// Templates with bytes changed, parts cut and swapped: each ends in text or an Error.
TEST(HostileTemplate, MutationsNeverCrash) {
    const std::vector<std::string> seeds{
        "{% for m in messages %}{{ '<|' + m['role'] + '|>' }}{% if not loop.last %}{{ m.content | trim | replace('a', 'b') "
        "}}{% endif %}{% endfor %}",
        "{% macro f(a, b=2) %}{{ a ~ b }}{% endmacro %}{{ f(1, b=[x for_][:2]) }}{% set ns = namespace(a=1) %}{% set ns.a = "
        "ns.a + 1 %}",
        "{{ messages | selectattr('role', 'equalto', 'user') | map(attribute='content') | join(', ') | tojson(indent=2) "
        "}}{{ '%5.2f' % 1.5 }}{{ '{:>5}'.format(3) }}"};
    const std::string messages = R"([{"role":"user","content":"a \"b\""},{"role":"assistant","content":"日本"}])";
    Random random(20261122, 0);
    int rendered = 0;
    for (int round = 0; round < 4000; ++round) {
        std::string source = seeds[random.below(seeds.size())];
        for (std::uint64_t edits = 1 + random.below(6); edits > 0; --edits) {
            const std::size_t at = random.below(source.size());
            const std::size_t length = std::min<std::size_t>(1 + random.below(8), source.size() - at);
            if (random.below(3) == 0) source.insert(at, source.substr(random.below(source.size()), length));
            else if (random.below(2) == 0) source.erase(at, length);
            else source[at] = "{}%|()[]'\"-+.,:=~ 019ax\n\\\xff"[random.below(26)];
            if (source.empty()) source = "x";
        }
        try {
            ChatTemplate::parse(source, "fuzz")
                .render({.messages = messages, .add_generation_prompt = true, .tools = {}, .kwargs = {}});
            ++rendered;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::BadInput);
        }
    }
    EXPECT_GT(rendered, 100) << "some mutations must reach the interpreter";
}
