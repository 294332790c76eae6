// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace retort {

/// Which language writes an ideograph in this form.
enum class HanForm {
    Shared,
    Chinese,   ///< simplified, or of a word that Japanese has not
    Japanese,  ///< reformed after 1946 in another way than China did, or made in Japan
};

HanForm hanForm(char32_t ideograph);

}  // namespace retort
