// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite_db.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cassert>
#include <cctype>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <limits>
#include <new>
#include <utility>

#include "base/error.h"

namespace retort {
namespace {

constexpr int busy_timeout_ms = 2000;
constexpr int cancel_operations = 4000;     // some tens of microseconds
constexpr int max_value_bytes = 256 << 20;  // one text or blob; bounds what a hostile file can make us allocate

const char* const disk_remedy = "Free space on this disk, then resume; what was committed is safe";

bool isDiskFull(int code, int system_error) {
    return (code & 0xff) == SQLITE_FULL ||
           ((code & 0xff) == SQLITE_IOERR && (system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG));
}

/// errno of the last failed system call; SQLite forgets it when a COMMIT fails, but its files remember.
int systemError(sqlite3* handle) {
    if (handle == nullptr) return 0;
    int error = sqlite3_system_errno(handle);
    if (error == 0) sqlite3_file_control(handle, "main", SQLITE_FCNTL_LAST_ERRNO, &error);
    sqlite3_file* journal = nullptr;
    if (error == 0 && sqlite3_file_control(handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &journal) == SQLITE_OK &&
        journal != nullptr && journal->pMethods != nullptr)
        journal->pMethods->xFileControl(journal, SQLITE_FCNTL_LAST_ERRNO, &error);
    return error;
}

constexpr const char* gather_pointer = "retort gather";

/// The aggregate gather(integer, pointer to a vector).
void gather(sqlite3_context* context, int, sqlite3_value** values) {
    auto* const integers = static_cast<std::vector<std::int64_t>*>(sqlite3_value_pointer(values[1], gather_pointer));
    if (integers == nullptr) return;
    try {
        integers->push_back(sqlite3_value_int64(values[0]));
    } catch (const std::bad_alloc&) {
        sqlite3_result_error_nomem(context);
    }
}

void configure(sqlite3* handle) {
    sqlite3_create_function_v2(
        handle, "gather", 2, SQLITE_UTF8 | SQLITE_DIRECTONLY, nullptr, nullptr, gather, [](sqlite3_context*) {}, nullptr);
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, busy_timeout_ms);
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, max_value_bytes);
    // A run may come from a stranger: its schema must not be able to run anything.
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
}

/// A finished database on a medium that cannot be written: SQLite wants to put its WAL beside it, but there is nothing to
/// put.
bool isArchived(const std::filesystem::path& path) {
    std::error_code ignored;
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
    const auto wal = std::filesystem::path(path.string() + "-wal");
    return ::access(folder.c_str(), W_OK) != 0 &&
           (!std::filesystem::exists(wal, ignored) || std::filesystem::file_size(wal, ignored) == 0);
}

std::string immutableUri(const std::filesystem::path& path) {
    std::string uri = "file:";
    for (const unsigned char c : std::filesystem::absolute(path).string())
        uri += std::isalnum(c) != 0 || c == '/' ? std::string(1, static_cast<char>(c)) : fmt::format("%{:02x}", c);
    return uri + "?immutable=1";
}

}  // namespace

Statement::Statement(Statement&& other) noexcept : db_(other.db_), handle_(std::exchange(other.handle_, nullptr)) {}

Statement::~Statement() {
    if (handle_ == nullptr) return;
    sqlite3_reset(handle_);
    sqlite3_clear_bindings(handle_);
}

void Statement::check(int code) {
    if (code != SQLITE_OK) db_->fail(code);
}

Statement& Statement::bind(int index, std::int64_t value) {
    check(sqlite3_bind_int64(handle_, index, value));
    return *this;
}

Statement& Statement::bind(int index, double value) {
    check(sqlite3_bind_double(handle_, index, value));
    return *this;
}

Statement& Statement::bind(int index, std::string_view text) {
    check(sqlite3_bind_text64(handle_, index, text.data() == nullptr ? "" : text.data(), text.size(), SQLITE_STATIC,
                              SQLITE_UTF8));
    return *this;
}

Statement& Statement::bindBlob(int index, std::string_view bytes) {
    check(sqlite3_bind_blob64(handle_, index, bytes.data() == nullptr ? "" : bytes.data(), bytes.size(), SQLITE_STATIC));
    return *this;
}

Statement& Statement::bindNull(int index) {
    check(sqlite3_bind_null(handle_, index));
    return *this;
}

Statement& Statement::bindGather(int index, std::vector<std::int64_t>& integers) {
    check(sqlite3_bind_pointer(handle_, index, &integers, gather_pointer, nullptr));
    return *this;
}

bool Statement::step() {
    const int code = sqlite3_step(handle_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) db_->fail(code);
    return false;
}

void Statement::reset() { sqlite3_reset(handle_); }

void Statement::run() {
    while (step()) {
    }
    reset();
}

bool Statement::isNull(int column) const { return sqlite3_column_type(handle_, column) == SQLITE_NULL; }

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(handle_, column); }

double Statement::real(int column) const {
    return isNull(column) ? std::numeric_limits<double>::quiet_NaN() : sqlite3_column_double(handle_, column);
}

std::string Statement::text(int column) const {
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
    return data == nullptr ? std::string()
                           : std::string(data, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column)));
}

std::string_view Statement::bytes(int column) const {
    const auto* data = static_cast<const char*>(sqlite3_column_blob(handle_, column));
    return data == nullptr ? std::string_view()
                           : std::string_view(data, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column)));
}

SqliteDb::SqliteDb(std::filesystem::path path, Mode mode) : path_(std::move(path)) {
    if (mode == Mode::ReadWrite) {
        // Pages of a new file: a rollout's row of some 700 bytes leaves half as much room unused as in pages of 4096.
        open(path_.string(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
             "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=67108864; "
             "PRAGMA "
             "cache_size=-16384");
        return;
    }
    if (!std::filesystem::exists(path_)) throw Error(ErrorCode::BadInput, "there is no such file", path_.string());
    const char* const settings =
        "PRAGMA wal_autocheckpoint=0; PRAGMA query_only=1; PRAGMA cell_size_check=1; PRAGMA cache_size=-32768";
    try {
        open(path_.string(), SQLITE_OPEN_READONLY, settings);
    } catch (const Error& error) {
        if (error.code() != ErrorCode::Environment || !isArchived(path_)) throw;
        open(immutableUri(path_), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, settings);
    }
}

void SqliteDb::open(const std::string& name, int flags, const std::string& settings) {
    const int code = sqlite3_open_v2(name.c_str(), &handle_, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    try {
        if (code != SQLITE_OK) fail(code);
        configure(handle_);
        // Only the owner moves the WAL into the file: two connections doing so can corrupt it before SQLite 3.51.3
        // (sqlite.org/wal.html#walresetbug).
        if ((flags & SQLITE_OPEN_READONLY) != 0) sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        exec(settings);
        exec("SELECT count(*) FROM sqlite_master");  // the first real look at the file
    } catch (...) {
        sqlite3_close_v2(handle_);
        handle_ = nullptr;
        throw;
    }
}

SqliteDb::~SqliteDb() {
    for (auto& [sql, statement] : statements_) sqlite3_finalize(statement);
    sqlite3_close_v2(handle_);
}

Statement SqliteDb::prepare(std::string_view sql) {
    std::string key(sql);
    auto found = statements_.find(key);
    if (found == statements_.end()) {
        sqlite3_stmt* statement = nullptr;
        const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                            &statement, nullptr);
        if (code != SQLITE_OK) fail(code);
        found = statements_.emplace(std::move(key), statement).first;
    }
    assert(sqlite3_stmt_busy(found->second) == 0);
    return Statement(this, found->second);
}

void SqliteDb::exec(const std::string& sql) {
    const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(code);
}

void SqliteDb::setCancelled(std::function<bool()> cancelled) {
    cancelled_ = std::move(cancelled);
    const auto ask = [](void* self) { return static_cast<SqliteDb*>(self)->cancelled_() ? 1 : 0; };
    if (cancelled_) sqlite3_progress_handler(handle_, cancel_operations, ask, this);
    else sqlite3_progress_handler(handle_, 0, nullptr, nullptr);
}

void SqliteDb::giveUpIfCancelled() const {
    if (cancelled_ && cancelled_()) fail(SQLITE_INTERRUPT);
}

std::int64_t SqliteDb::lastInsertId() const { return sqlite3_last_insert_rowid(handle_); }

std::int64_t SqliteDb::pragma(const std::string& name) {
    Statement statement = prepare("PRAGMA " + name);
    return statement.step() ? statement.integer(0) : 0;
}

bool SqliteDb::inTransaction() const { return sqlite3_get_autocommit(handle_) == 0; }

void SqliteDb::fail(int code) const {
    const std::string where = path_.string();
    const int system_error = (code & 0xff) == SQLITE_IOERR ? systemError(handle_) : 0;
    if (isDiskFull(code, system_error))
        throw Error(ErrorCode::Environment,
                    system_error == EFBIG ? "cannot write: the disk is full or a file-size limit is reached"
                                          : "cannot write: the disk is full",
                    where, disk_remedy);
    switch (code & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            throw Error(ErrorCode::Environment, "is locked by another process", where,
                        "Wait until the program that is writing it has finished");
        case SQLITE_INTERRUPT: throw Error(ErrorCode::Interrupted, "the answer is not wanted any more", where);
        case SQLITE_NOTADB:
            throw Error(ErrorCode::BadInput, "is not an SQLite database", where,
                        "Choose the run.db of a run that Retort made");
        case SQLITE_CORRUPT:
            throw Error(ErrorCode::BadInput, "is damaged", where,
                        "Restore it from a backup, or recover what is readable with `sqlite3 FILE .recover`");
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_CANTOPEN:
        case SQLITE_AUTH:
            throw Error(ErrorCode::Environment, fmt::format("cannot be opened or written: {}", sqlite3_errstr(code)), where,
                        "Make the file and its folder writable for this user");
        case SQLITE_IOERR:
            throw Error(
                ErrorCode::Environment,
                fmt::format("input or output failed: {}", system_error ? std::strerror(system_error) : sqlite3_errstr(code)),
                where, "Check the disk; keep runs on a local disk, not a network share");
        default:
            throw Error(ErrorCode::RunFailed,
                        fmt::format("database error {}: {}", code, handle_ ? sqlite3_errmsg(handle_) : ""), where);
    }
}

Transaction::Transaction(SqliteDb& db, Kind kind) : db_(db) { db_.exec(kind == Kind::Write ? "BEGIN IMMEDIATE" : "BEGIN"); }

Transaction::~Transaction() {
    // A full disk may have rolled back already.
    if (!open_ || !db_.inTransaction()) return;
    try {
        db_.exec("ROLLBACK");
    } catch (const Error&) {
        // The connection rolls back when it closes; there is nobody left to tell here.
    }
}

void Transaction::commit() {
    db_.exec("COMMIT");
    open_ = false;
}

}  // namespace retort
