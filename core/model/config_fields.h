// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

// For .cpp files of this folder only: it brings in the JSON library.

namespace retort {

/// Typed reads of one object of config.json. Errors are Error(BadInput) naming the file and the field with its path
/// ("rope_scaling.factor"). A field that is null counts as missing.
class ConfigFields {
public:
    ConfigFields(std::filesystem::path path, nlohmann::json object, std::string prefix = {});
    static ConfigFields open(const std::filesystem::path& path);

    [[noreturn]] void refuse(const std::string& field, const std::string& message, const std::string& remedy = {}) const;
    /// Null where the field is missing or null.
    const nlohmann::json* find(const std::string& field) const;
    /// A whole number from 1 to 2^31; the first form requires it.
    std::int64_t size(const std::string& field) const;
    std::int64_t size(const std::string& field, std::int64_t fallback) const;
    /// The same, or 0.
    std::int64_t count(const std::string& field, std::int64_t fallback) const;
    /// A finite number above 0.
    double number(const std::string& field, double fallback) const;
    bool flag(const std::string& field, bool fallback) const;
    std::string text(const std::string& field, const std::string& fallback) const;
    /// A token id, or a list of them; empty where the field is missing.
    std::vector<std::int64_t> ids(const std::string& field, std::int64_t vocab_size) const;
    /// The object within this one.
    ConfigFields object(const std::string& field) const;

    const nlohmann::json& values() const { return object_; }

private:
    std::filesystem::path path_;
    nlohmann::json object_;
    std::string prefix_;
};

/// Throws for a field that may change what the model computes and that Retort does not know. Fields that are null, false or
/// empty switch nothing on, and those of HuggingFace's bookkeeping and of its text generation change no logits.
void refuseUnknownFields(const ConfigFields& fields);

}  // namespace retort
