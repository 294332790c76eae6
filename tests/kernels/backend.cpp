// SPDX-License-Identifier: Apache-2.0
#include "kernels/backend.h"

#include <cstdlib>
#include <stdexcept>

#include "dist/cuda_plugin.h"

namespace retort::test {
namespace {

class Cpu : public Backend {
public:
    std::string name() const override { return "cpu"; }
    void rmsNormForward(const kernels::RmsNormForward& params) override { kernels::rmsNormForwardCpu(params); }
    void rmsNormBackward(const kernels::RmsNormBackward& params) override { kernels::rmsNormBackwardCpu(params); }
    void adamw(const kernels::AdamW& params) override { kernels::adamwCpu(params); }
};

class Cuda : public Backend {
public:
    std::string name() const override { return "cuda"; }
    std::string missing() const override { return plugin_.reason; }

    void rmsNormForward(const kernels::RmsNormForward& host) override {
        const Copies copies(*this);
        kernels::RmsNormForward params = host;
        const std::int64_t size = host.rows * host.width;
        params.x = copies.in(host.x, size);
        params.weight = copies.in(host.weight, host.width);
        params.y = copies.inout(host.y, size);
        if (host.rstd != nullptr) params.rstd = copies.inout(host.rstd, host.rows);
        check(table().rmsNormForward(&params));
    }

    void rmsNormBackward(const kernels::RmsNormBackward& host) override {
        const Copies copies(*this);
        kernels::RmsNormBackward params = host;
        const std::int64_t size = host.rows * host.width;
        params.x = copies.in(host.x, size);
        params.weight = copies.in(host.weight, host.width);
        params.rstd = copies.in(host.rstd, host.rows);
        params.grad_y = copies.in(host.grad_y, size);
        if (host.grad_sum != nullptr) params.grad_sum = copies.in(host.grad_sum, size);
        params.grad_x = copies.inout(host.grad_x, size);
        if (host.grad_weight != nullptr) params.grad_weight = copies.inout(host.grad_weight, host.width);
        check(table().rmsNormBackward(&params));
    }

    void adamw(const kernels::AdamW& host) override {
        const Copies copies(*this);
        kernels::AdamW params = host;
        params.parameter = copies.inout(host.parameter, host.count);
        params.gradient = copies.in(host.gradient, host.count);
        params.first_moment = copies.inout(host.first_moment, host.count);
        params.second_moment = copies.inout(host.second_moment, host.count);
        check(table().adamw(&params));
    }

private:
    // Device copies of one call's operands; what may have been written goes back at the end.
    class Copies {
    public:
        explicit Copies(const Cuda& cuda) : cuda_(cuda) {}
        ~Copies() {
            for (const Copy& copy : copies_) {
                if (copy.host != nullptr) cuda_.table().copyOut(copy.host, copy.device, copy.bytes);
                cuda_.table().release(copy.device);
            }
        }
        Copies(const Copies&) = delete;
        Copies& operator=(const Copies&) = delete;
        float* in(const float* host, std::int64_t count) const { return add(host, nullptr, count); }
        float* inout(float* host, std::int64_t count) const { return add(host, host, count); }

    private:
        struct Copy {
            void* device;
            float* host;
            std::uint64_t bytes;
        };
        float* add(const float* source, float* back, std::int64_t count) const {
            Copy copy{nullptr, back, static_cast<std::uint64_t>(count) * sizeof(float)};
            cuda_.check(cuda_.table().allocate(&copy.device, copy.bytes));
            copies_.push_back(copy);
            cuda_.check(cuda_.table().copyIn(copy.device, source, copy.bytes));
            return static_cast<float*>(copy.device);
        }
        const Cuda& cuda_;
        mutable std::vector<Copy> copies_;
    };

    const RetortCudaTable& table() const { return *plugin_.table; }
    void check(std::int32_t code) const {
        if (code != 0) throw std::runtime_error(table().errorText(code));
    }

    static const CudaPlugin& openPlugin() {
        ::setenv("RETORT_CUDA_PLUGIN", RETORT_TEST_CUDA_PLUGIN, 0);
        return cudaPlugin();
    }

    const CudaPlugin& plugin_ = openPlugin();
};

}  // namespace

std::unique_ptr<Backend> cpuBackend() { return std::make_unique<Cpu>(); }
std::unique_ptr<Backend> cudaBackend() { return std::make_unique<Cuda>(); }

}  // namespace retort::test
