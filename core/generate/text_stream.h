// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace retort {

/// Turns ids into text as they come: whole characters only, and nothing that may yet turn out to be a stop string or follows
/// one. One thread.
class TextStream {
public:
    using Decode = std::function<std::string(std::span<const std::int32_t>)>;

    TextStream(Decode decode, std::vector<std::string> stops) : decode_(std::move(decode)), stops_(std::move(stops)) {}

    /// The text that this id adds; may be empty.
    std::string add(std::int32_t id);
    /// What was held back; call once when no id follows.
    std::string finish();
    /// Whether a stop string has been met; it and what follows are in no text.
    bool stopped() const { return stopped_; }

private:
    std::string release(std::size_t end);
    std::size_t safeEnd() const;

    Decode decode_;
    std::vector<std::string> stops_;
    std::vector<std::int32_t> window_;  ///< ids that are decoded anew with each new one: the last ones
    std::string window_text_;           ///< what they gave so far
    std::string held_;                  ///< text not yet released
    bool stopped_ = false;
};

}  // namespace retort
