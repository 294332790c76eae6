// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sandbox/memory_file.h"

namespace retort {

/// The system calls of programs in the sandbox, as a BPF program for `bwrap --seccomp`. An allow-list of what compilers,
/// Python and ordinary programs call. A call that serves only to reach out (network, ptrace, other processes' memory,
/// mounts, namespaces, keys, BPF, io_uring, ...) kills the process with SIGSYS; any other answers ENOSYS. Throws
/// Error(Environment).
Descriptor seccompFilter();

}  // namespace retort
