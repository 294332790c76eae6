// SPDX-License-Identifier: Apache-2.0
// LD_PRELOAD=libslow_disk.so: every call that touches files below RETORT_SLOW_DISK waits RETORT_SLOW_DISK_MS milliseconds
// first (ten times as long for fsync), as on a disk that is nearly dead. A call on the program's main thread is written as a
// line to RETORT_SLOW_DISK_LOG: a window must not make any. Needs no kernel support and no privileges.
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <cstring>

namespace {

constexpr int most_files = 65536, fsync_factor = 10;

std::array<std::atomic<bool>, most_files> watched;

const char* setting(const char* name) {
    const char* value = getenv(name);
    return value == nullptr ? "" : value;
}

bool below(const char* path) {
    static const char* const folder = setting("RETORT_SLOW_DISK");
    return path != nullptr && *folder != 0 && strncmp(path, folder, strlen(folder)) == 0;
}

bool below(int file) { return file >= 0 && file < most_files && watched[static_cast<std::size_t>(file)]; }

void remember(int file, const char* path) {
    if (file >= 0 && file < most_files) watched[static_cast<std::size_t>(file)] = below(path);
}

// The C library closes streams and folders without coming by close(): the number may be a pipe's next.
void forget(int file) {
    if (file >= 0 && file < most_files) watched[static_cast<std::size_t>(file)] = false;
}

void hold(const char* call, const char* path, int factor = 1) {
    static const long milliseconds = strtol(setting("RETORT_SLOW_DISK_MS"), nullptr, 10);
    if (syscall(SYS_gettid) == getpid()) {
        // Straight to the kernel: our own open would come back here.
        static const long log =
            syscall(SYS_openat, AT_FDCWD, setting("RETORT_SLOW_DISK_LOG"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        char line[512];
        const int size = snprintf(line, sizeof line, "%s %s\n", call, path);
        if (log >= 0)
            syscall(SYS_write, log, line, size < static_cast<int>(sizeof line) ? size : static_cast<int>(sizeof line));
    }
    const long wait = milliseconds * factor;
    timespec left{wait / 1000, wait % 1000 * 1000000};
    while (wait > 0 && nanosleep(&left, &left) != 0) {
    }
}

template <class Function>
Function* next(const char* name) {
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

/// The file mode, which open() takes only when it makes a file.
mode_t modeOf(int flags, va_list arguments) { return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0; }

}  // namespace

// Calls by path.
#define RETORT_BY_PATH(result, name, parameters, arguments, path) \
    extern "C" result name parameters {                           \
        static auto* const real = next<result parameters>(#name); \
        if (below(path)) hold(#name, path);                       \
        return real arguments;                                    \
    }
// Calls by file.
#define RETORT_BY_FILE(result, name, parameters, arguments, factor) \
    extern "C" result name parameters {                             \
        static auto* const real = next<result parameters>(#name);   \
        if (below(file)) hold(#name, "", factor);                   \
        return real arguments;                                      \
    }
#define RETORT_OPEN(name)                                                  \
    extern "C" int name(const char* path, int flags, ...) {                \
        static auto* const real = next<int(const char*, int, ...)>(#name); \
        va_list rest;                                                      \
        va_start(rest, flags);                                             \
        const mode_t mode = modeOf(flags, rest);                           \
        va_end(rest);                                                      \
        if (below(path)) hold(#name, path);                                \
        const int file = real(path, flags, mode);                          \
        remember(file, path);                                              \
        return file;                                                       \
    }
#define RETORT_OPENAT(name)                                                     \
    extern "C" int name(int folder, const char* path, int flags, ...) {         \
        static auto* const real = next<int(int, const char*, int, ...)>(#name); \
        va_list rest;                                                           \
        va_start(rest, flags);                                                  \
        const mode_t mode = modeOf(flags, rest);                                \
        va_end(rest);                                                           \
        if (below(path)) hold(#name, path);                                     \
        const int file = real(folder, path, flags, mode);                       \
        remember(file, path);                                                   \
        return file;                                                            \
    }
#define RETORT_FOPEN(name)                                                      \
    extern "C" FILE* name(const char* path, const char* mode) {                 \
        static auto* const real = next<FILE*(const char*, const char*)>(#name); \
        if (below(path)) hold(#name, path);                                     \
        FILE* const stream = real(path, mode);                                  \
        if (stream != nullptr) remember(fileno(stream), path);                  \
        return stream;                                                          \
    }

RETORT_OPEN(open)
RETORT_OPEN(open64)
RETORT_OPENAT(openat)
RETORT_OPENAT(openat64)
RETORT_FOPEN(fopen)
RETORT_FOPEN(fopen64)
RETORT_BY_PATH(DIR*, opendir, (const char* path), (path), path)
RETORT_BY_PATH(int, access, (const char* path, int mode), (path, mode), path)
RETORT_BY_PATH(int, unlink, (const char* path), (path), path)
RETORT_BY_PATH(int, rename, (const char* path, const char* to), (path, to), path)
RETORT_BY_PATH(int, mkdir, (const char* path, mode_t mode), (path, mode), path)
RETORT_BY_PATH(int, stat, (const char* path, struct stat* to), (path, to), path)
RETORT_BY_PATH(int, lstat, (const char* path, struct stat* to), (path, to), path)
RETORT_BY_PATH(int, stat64, (const char* path, struct stat64* to), (path, to), path)
RETORT_BY_PATH(int, lstat64, (const char* path, struct stat64* to), (path, to), path)
RETORT_BY_PATH(int, statx, (int folder, const char* path, int flags, unsigned mask, struct statx* to),
               (folder, path, flags, mask, to), path)
RETORT_BY_PATH(int, fstatat, (int folder, const char* path, struct stat* to, int flags), (folder, path, to, flags), path)
RETORT_BY_FILE(ssize_t, read, (int file, void* to, size_t size), (file, to, size), 1)
RETORT_BY_FILE(ssize_t, pread, (int file, void* to, size_t size, off_t at), (file, to, size, at), 1)
RETORT_BY_FILE(ssize_t, pread64, (int file, void* to, size_t size, off64_t at), (file, to, size, at), 1)
RETORT_BY_FILE(ssize_t, readv, (int file, const iovec* to, int count), (file, to, count), 1)
RETORT_BY_FILE(ssize_t, write, (int file, const void* from, size_t size), (file, from, size), 1)
RETORT_BY_FILE(ssize_t, pwrite, (int file, const void* from, size_t size, off_t at), (file, from, size, at), 1)
RETORT_BY_FILE(ssize_t, pwrite64, (int file, const void* from, size_t size, off64_t at), (file, from, size, at), 1)
RETORT_BY_FILE(ssize_t, writev, (int file, const iovec* from, int count), (file, from, count), 1)
RETORT_BY_FILE(int, fsync, (int file), (file), fsync_factor)
RETORT_BY_FILE(int, fdatasync, (int file), (file), fsync_factor)

extern "C" int close(int file) {
    static auto* const real = next<int(int)>("close");
    forget(file);
    return real(file);
}

extern "C" int fclose(FILE* stream) {
    static auto* const real = next<int(FILE*)>("fclose");
    forget(fileno(stream));
    return real(stream);
}

extern "C" int closedir(DIR* folder) {
    static auto* const real = next<int(DIR*)>("closedir");
    forget(dirfd(folder));
    return real(folder);
}
