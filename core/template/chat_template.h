// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace retort {

/// Text of a conversation, and which bytes of it `{% generation %}` blocks wrote: what the assistant said.
struct RenderedChat {
    struct Span {
        std::size_t begin = 0, end = 0;
        bool operator==(const Span&) const = default;
    };
    std::string text;
    std::vector<Span> generated;
};

/// What a template is given: JSON as text, since templates see the order of an object's keys.
struct ChatRequest {
    std::string messages;  ///< array of {"role", "content", ...}; empty: none
    bool add_generation_prompt = false;
    std::string tools;   ///< array of JSON schemas; empty: none
    std::string kwargs;  ///< object of further variables, which win over the special tokens; empty: none
};

/// A model's chat template: Jinja as HuggingFace transformers sets it up (trim_blocks, lstrip_blocks, a sandbox without
/// changes to values, tojson without HTML escapes, raise_exception, strftime_now, generation blocks, loop controls). Work,
/// nesting, text sizes and output are bounded. Immutable; any thread.
class ChatTemplate {
public:
    /// The source of a template. `where` is what errors call it. Throws Error(BadInput) naming the line.
    static ChatTemplate parse(std::string_view source, const std::string& where);

    /// A model folder's template: chat_template.jinja, additional_chat_templates/NAME.jinja, or tokenizer_config.json's
    /// chat_template (one, or a list with names); its special tokens. A .jinja file is taken as it is. Nothing where the
    /// folder has no template. Throws Error(BadInput).
    static std::optional<ChatTemplate> load(const std::filesystem::path& folder);

    ChatTemplate(ChatTemplate&&) noexcept;
    ChatTemplate& operator=(ChatTemplate&&) noexcept;
    ~ChatTemplate();

    /// Throws Error(BadInput) when the template refuses the messages (with its own words) or does what it may not; names its
    /// line.
    RenderedChat render(const ChatRequest& request) const;

    /// Whether the template marks what the assistant said.
    bool marksGeneration() const;

private:
    struct Impl;
    explicit ChatTemplate(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// A JSON array of messages: a user's, behind a system's where that is not empty.
std::string conversation(std::string_view system, std::string_view user);

}  // namespace retort
