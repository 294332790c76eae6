// SPDX-License-Identifier: Apache-2.0
#pragma once

// The one table of what may stand in a recipe. Reading, checking, writing, help and the workbench's form all walk it.

#include <cstdint>
#include <limits>
#include <string>
#include <variant>
#include <vector>

#include "recipe/recipe.h"

namespace retort {

/// What a value must satisfy.
struct FieldRule {
    double minimum = -std::numeric_limits<double>::infinity();
    double maximum = std::numeric_limits<double>::infinity();  ///< both included; of list fields, for each item
    std::vector<std::string> choices = {};                     ///< of texts; empty: any
    bool required = false;                                     ///< must be given and not empty
};

/// One key of a section held in struct S.
template <class S>
struct Field {
    const char* key;
    std::variant<std::string S::*, std::int64_t S::*, double S::*, bool S::*, std::vector<std::string> S::*,
                 std::vector<double> S::*>
        member;
    FieldRule rule;
    const char* unit;
    const char* source;  ///< of the default
    const char* help;
};

/// The plain values of `[project]`.
struct ProjectSection {
    std::string name, precision = "auto";
    std::int64_t seed = 1, threads = 0, checkpoint_every = 20;
};

/// The fields of a section in their fixed order. Defined for every section struct of recipe.h and for ProjectSection.
template <class S>
const std::vector<Field<S>>& fieldsOf();

/// Calls visit(prefix, section) for each flat part of a stage's parameters: prefix "" for its own keys, else the inline
/// table.
template <class Visit>
void visitParts(GrpoParams& p, Visit&& visit) {
    visit("", p);
    visit("sampling", p.sampling);
    visit("optimizer", p.optimizer);
    visit("lora", p.lora);
}
template <class Visit>
void visitParts(SftParams& p, Visit&& visit) {
    visit("", p);
    visit("optimizer", p.optimizer);
    visit("lora", p.lora);
}
template <class Visit>
void visitParts(PretrainParams& p, Visit&& visit) {
    visit("", p.sft);
    visit("init", p.init);
    visit("optimizer", p.sft.optimizer);
}
template <class Visit>
void visitParts(SampleParams& p, Visit&& visit) {
    visit("", p);
    visit("sampling", p.sampling);
}
template <class Visit>
void visitParts(CurateParams& p, Visit&& visit) {
    visit("", p);
}
template <class Visit>
void visitParts(RewardModelParams& p, Visit&& visit) {
    visit("", p);
    visit("optimizer", p.optimizer);
}
template <class Visit>
void visitParts(EvaluateParams& p, Visit&& visit) {
    visit("", p);
    visit("sampling", p.sampling);
}

/// A kind of stage: its name and a source for each default that differs from the section's table.
struct StageKind {
    struct Source {
        std::string key, source;
    };
    const char* name;
    const char* help;
    std::vector<Source> sources;
};
const std::vector<StageKind>& stageKinds();

}  // namespace retort
