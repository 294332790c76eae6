// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kernels/adamw.h"
#include "kernels/rms_norm.h"

namespace retort::test {

/// One implementation of the kernels, seen from the host: all pointers in the parameters are of host memory.
class Backend {
public:
    virtual ~Backend() = default;
    virtual std::string name() const = 0;
    /// Why it cannot run here; empty when it can.
    virtual std::string missing() const { return {}; }
    virtual void rmsNormForward(const kernels::RmsNormForward& params) = 0;
    virtual void rmsNormBackward(const kernels::RmsNormBackward& params) = 0;
    virtual void adamw(const kernels::AdamW& params) = 0;
};

std::unique_ptr<Backend> cpuBackend();
/// Copies operands to the device and results back.
std::unique_ptr<Backend> cudaBackend();

}  // namespace retort::test
