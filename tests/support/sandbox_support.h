// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include "base/error.h"
#include "sandbox/sandbox.h"

/// Skips the test, saying why, where this machine cannot contain programs.
#define RETORT_REQUIRE_SANDBOX()                     \
    try {                                            \
        ::retort::Sandbox::shared();                 \
    } catch (const ::retort::Error& sandbox_error) { \
        GTEST_SKIP() << sandbox_error.what();        \
    }
