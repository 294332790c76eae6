// SPDX-License-Identifier: Apache-2.0
#include "template/value.h"

namespace retort::jinja {
namespace {

thread_local Budget* current = nullptr;

}  // namespace

Budget::Budget(Limits limits) : limits_(limits), left_(limits.fuel), outer_(current) { current = this; }

Budget::~Budget() { current = outer_; }

void Budget::spend(std::int64_t steps) {
    if (current == nullptr) return;
    current->left_ -= steps;
    if (current->left_ < 0) throw TemplateFault("the template does more work than a chat template may; does it loop?");
}

void Budget::limitText(std::size_t bytes) {
    if (current == nullptr) return;
    if (static_cast<std::int64_t>(bytes) > current->limits_.text_bytes)
        throw TemplateFault("a text of the template grows above " + std::to_string(current->limits_.text_bytes >> 20) +
                            " MiB");
}

void Budget::chargeText(std::size_t bytes) {
    limitText(bytes);
    spend(1 + static_cast<std::int64_t>(bytes / 16));
}

int Budget::nest(int depth) {
    if (depth > (current ? current->limits_.value_depth : Limits{}.value_depth))
        throw TemplateFault("values are nested deeper than " + std::to_string(Limits{}.value_depth) + " levels");
    return depth;
}

}  // namespace retort::jinja
