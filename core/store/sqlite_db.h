// SPDX-License-Identifier: Apache-2.0
#pragma once

// SQLite as values: a connection, statements that are prepared once, a transaction. The only place that includes sqlite3.h
// is its .cpp. Every failure throws retort::Error naming the file and what to do (disk full, locked, damaged, newer schema).

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace retort {

class SqliteDb;

/// A prepared statement borrowed from its connection's cache; reset when it goes out of scope. Parameters count from 1,
/// columns from 0. Text and blobs bound by view must live until the last step().
class Statement {
public:
    Statement(Statement&& other) noexcept;
    Statement(const Statement&) = delete;
    ~Statement();

    Statement& bind(int index, std::int64_t value);
    Statement& bind(int index, double value);  ///< SQLite keeps NaN as NULL; real() gives it back
    Statement& bind(int index, std::string_view text);
    Statement& bindBlob(int index, std::string_view bytes);
    Statement& bindNull(int index);
    /// For "SELECT gather(COLUMN, ?) ...": step() appends the integers of all rows, in less than half the time of a step for
    /// each.
    Statement& bindGather(int index, std::vector<std::int64_t>& integers);

    /// True while there is a row. Throws on failure.
    bool step();
    /// Back to before the first row, for another round with other values.
    void reset();
    /// Runs to the end and resets, for statements that return nothing.
    void run();

    bool isNull(int column) const;
    std::int64_t integer(int column) const;
    double real(int column) const;  ///< NaN for NULL
    std::string text(int column) const;
    /// Valid until the next step().
    std::string_view bytes(int column) const;

private:
    friend class SqliteDb;
    Statement(SqliteDb* db, sqlite3_stmt* handle) : db_(db), handle_(handle) {}
    void check(int code);

    SqliteDb* db_;
    sqlite3_stmt* handle_;
};

/// One connection; used by one thread at a time.
class SqliteDb {
public:
    enum class Mode {
        ReadWrite,  ///< creates the file; WAL, synchronous=FULL; the owner of the database
        ReadOnly,   ///< never writes, never checkpoints the WAL; waits up to 2 s for a lock
    };

    /// Throws Error(Environment) when it cannot be opened or created, Error(BadInput) when it is no database or damaged.
    SqliteDb(std::filesystem::path path, Mode mode);
    ~SqliteDb();
    SqliteDb(const SqliteDb&) = delete;
    SqliteDb& operator=(const SqliteDb&) = delete;

    /// The cached statement for this SQL; two uses of one SQL text must not overlap in time.
    Statement prepare(std::string_view sql);
    /// One or more statements without parameters or results.
    void exec(const std::string& sql);

    /// Asked every few thousand operations of a statement: once it says true, the statement ends with Error(Interrupted).
    /// Empty: none.
    void setCancelled(std::function<bool()> cancelled);
    /// Asks it too: for long work between statements.
    void giveUpIfCancelled() const;

    std::int64_t lastInsertId() const;
    /// A pragma's integer value, e.g. "user_version".
    std::int64_t pragma(const std::string& name);
    bool inTransaction() const;
    const std::filesystem::path& path() const { return path_; }

    /// Throws the Error for an SQLite result code on this connection.
    [[noreturn]] void fail(int code) const;

private:
    friend class Statement;
    void open(const std::string& name, int flags, const std::string& settings);

    std::filesystem::path path_;
    std::function<bool()> cancelled_;
    sqlite3* handle_ = nullptr;
    std::unordered_map<std::string, sqlite3_stmt*> statements_;
};

/// BEGIN IMMEDIATE (or BEGIN for readers: one snapshot) until commit(); rolled back when destroyed before that.
class Transaction {
public:
    enum class Kind { Write, Snapshot };
    explicit Transaction(SqliteDb& db, Kind kind = Kind::Write);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    void commit();

private:
    SqliteDb& db_;
    bool open_ = true;
};

}  // namespace retort
