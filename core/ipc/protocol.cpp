// SPDX-License-Identifier: Apache-2.0
#include "ipc/protocol.h"

#include <type_traits>

namespace retort::ipc {

std::int64_t commandId(const Command& command) {
    return std::visit(
        [](const auto& message) -> std::int64_t {
            if constexpr (std::is_same_v<std::decay_t<decltype(message)>, Hello>) return 0;
            else return message.id;
        },
        command);
}

}  // namespace retort::ipc
