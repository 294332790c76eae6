// SPDX-License-Identifier: Apache-2.0
// Puzzles whose answer is a sequence of moves: the moves are made.

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <nlohmann/json.hpp>
#include <queue>
#include <regex>

#include "reward/puzzle_words.h"

namespace retort {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostMoves = 100'000;

std::string lowered(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

struct Place {
    int row = 0, column = 0;
    bool operator==(const Place&) const = default;
    auto operator<=>(const Place&) const = default;
};

/// Whole numbers in a text, in order.
std::vector<int> numbersIn(std::string_view text) {
    std::vector<int> numbers;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!std::isdigit(static_cast<unsigned char>(text[i]))) continue;
        int number = 0;
        for (; i < text.size() && std::isdigit(static_cast<unsigned char>(text[i])) && number < 100'000; ++i)
            number = number * 10 + (text[i] - '0');
        numbers.push_back(number);
    }
    return numbers;
}

constexpr Place kSteps[] = {{-1, 0}, {1, 0}, {0, -1}, {0, 1}};

Place moved(Place from, Place step) { return {from.row + step.row, from.column + step.column}; }

using Grid = std::vector<std::vector<std::string>>;

bool inside(const Grid& grid, Place p) {
    return p.row >= 0 && p.column >= 0 && p.row < static_cast<int>(grid.size()) &&
           p.column < static_cast<int>(grid[static_cast<std::size_t>(p.row)].size());
}
const std::string& at(const Grid& grid, Place p) {
    return grid[static_cast<std::size_t>(p.row)][static_cast<std::size_t>(p.column)];
}

Place find(const Grid& grid, const std::string& cell) {
    for (int r = 0; r < static_cast<int>(grid.size()); ++r)
        for (int c = 0; c < static_cast<int>(grid[static_cast<std::size_t>(r)].size()); ++c)
            if (at(grid, {r, c}) == cell) return {r, c};
    return {-1, -1};
}

/// Steps of the shortest way from * to #; -1: there is none.
int shortestWay(const Grid& grid) {
    const Place start = find(grid, "*"), goal = find(grid, "#");
    std::map<Place, int> distance{{start, 0}};
    std::queue<Place> waiting({start});
    while (!waiting.empty()) {
        const Place here = waiting.front();
        waiting.pop();
        if (here == goal) return distance[here];
        for (const Place step : kSteps)
            if (const Place next = moved(here, step);
                inside(grid, next) && at(grid, next) != "X" && distance.emplace(next, distance[here] + 1).second)
                waiting.push(next);
    }
    return -1;
}

/// The rows of the board that a rush hour problem shows; the puzzle's data names the cars otherwise.
std::vector<std::string> boardOf(const std::string& problem) {
    const std::size_t at = problem.rfind("Board:");
    std::vector<std::string> board = at == problem.npos ? std::vector<std::string>() : lines(problem.substr(at + 6));
    if (board.empty() || std::ranges::any_of(board, [&](const std::string& row) { return row.size() != board[0].size(); }))
        throw Json::other_error::create(501, "the problem shows no board", nullptr);
    return board;
}

struct Car {
    std::vector<Place> cells;
};

/// Moves a car one cell; false when something is in the way.
bool push(std::vector<std::string>& board, Car& car, char name, Place step) {
    const auto cell = [&](Place p) -> char& {
        return board[static_cast<std::size_t>(p.row)][static_cast<std::size_t>(p.column)];
    };
    for (const Place p : car.cells) {
        const Place next = moved(p, step);
        if (next.row < 0 || next.column < 0 || next.row >= static_cast<int>(board.size()) ||
            next.column >= static_cast<int>(board[0].size()) || (cell(next) != '.' && cell(next) != name))
            return false;
    }
    for (const Place p : car.cells) cell(p) = '.';
    for (Place& p : car.cells) cell(p = moved(p, step)) = name;
    return true;
}

}  // namespace

PuzzleVerdict checkJugs(const Json& meta, std::string_view answer) {
    const auto capacity = meta.at("puzzle").at("jug_capacities").get<std::vector<long long>>();
    const auto target = meta.at("puzzle").at("target").get<long long>();
    const Json moves = looseJson(answer);
    if (!moves.is_array()) return {false, "the answer is no JSON list of moves"};
    std::vector<long long> water(capacity.size());
    static const std::regex kMove(R"(\s*(fill|empty|pour)\s+([A-Z])(?:\s*->\s*([A-Z]))?\s*)");
    for (const Json& move : moves) {
        std::smatch parts;
        const std::string text =
            move.is_string() && move.get_ref<const std::string&>().size() < 100 ? move.get<std::string>() : "";
        const bool readable = std::regex_match(text, parts, kMove);
        const std::size_t from = readable ? static_cast<std::size_t>(parts[2].str()[0] - 'A') : water.size();
        const bool pours = readable && parts[1] == "pour";
        const std::size_t to = pours && parts[3].matched ? static_cast<std::size_t>(parts[3].str()[0] - 'A') : from;
        if (from >= water.size() || to >= water.size() || pours != (readable && parts[3].matched) || (pours && from == to))
            return {false, move.dump() + " is no move"};
        if (parts[1] == "fill") water[from] = capacity[from];
        if (parts[1] == "empty") water[from] = 0;
        if (!pours) continue;
        const long long amount = std::min(water[from], capacity[to] - water[to]);
        water[from] -= amount;
        water[to] += amount;
    }
    if (std::ranges::find(water, target) == water.end()) return {false, "no jug holds the target in the end"};
    return {true, "a jug holds the target in the end"};
}

PuzzleVerdict checkHanoi(const Json& meta, std::string_view answer) {
    const int disks = meta.at("num_disks").get<int>(), pegs = meta.at("num_pegs").get<int>();
    const int start = meta.at("start_peg").get<int>(), target = meta.at("target_peg").get<int>();
    std::map<int, std::vector<int>> stacks;
    for (int disk = std::min(disks, 64); disk > 0; --disk) stacks[start].push_back(disk);
    for (const std::string& line : lines(answer)) {
        const auto numbers = numbersIn(line);
        if (numbers.size() != 3) return {false, "\"" + line + "\" is no move"};
        const auto [disk, from, to] = std::tie(numbers[0], numbers[1], numbers[2]);
        if (from < 1 || to < 1 || from > pegs || to > pegs) return {false, "there is no such peg: " + line};
        if (stacks[from].empty() || stacks[from].back() != disk) return {false, "the disk is not on top: " + line};
        if (!stacks[to].empty() && stacks[to].back() < disk) return {false, "a larger disk on a smaller one: " + line};
        stacks[from].pop_back();
        stacks[to].push_back(disk);
    }
    if (static_cast<int>(stacks[target].size()) != disks) return {false, "not all disks are on the target peg"};
    return {true, "all disks are on the target peg"};
}

PuzzleVerdict checkQuantumLock(const Json& meta, std::string_view answer) {
    long long value = meta.at("initial_value").get<long long>();
    bool green = meta.at("initial_state") == "green";
    std::string plain(answer);
    replaceAll(plain, "→", " ");
    replaceAll(plain, "->", " ");
    const auto pressed = splitItems(plain, " ,\n");
    if (pressed.size() > meta.at("solution_path").size()) return {false, "there is a shorter sequence"};
    for (const std::string& name : pressed) {
        const Json* button = nullptr;
        for (const Json& known : meta.at("buttons"))
            if (known.at("name") == name) button = &known;
        if (button == nullptr) return {false, "there is no button " + name};
        const std::string state = button->at("active_state").get<std::string>(),
                          type = button->at("type").get<std::string>();
        const long long amount = button->at("value").get<long long>();
        if (state == "any" || (state == "green") == green) {
            if (type == "add") value += amount;
            else if (type == "subtract") value -= amount;
            else value *= amount;
            if (std::abs(value) > 1'000'000'000'000) return {false, "the number grows without end"};
        }
        green = !green;
    }
    if (value != meta.at("target_value").get<long long>()) return {false, "it ends at " + std::to_string(value)};
    return {true, "it ends at the target in as few presses as can be"};
}

PuzzleVerdict checkShortestPath(const Json& meta, std::string_view answer) {
    const auto grid = meta.at("matrix").get<Grid>();
    const int shortest = shortestWay(grid);
    const auto directions = splitItems(lowered(std::string(answer)), " ,\n[]\"'");
    if (directions == std::vector<std::string>{"infeasible"} || shortest < 0) {
        const bool right = shortest < 0 && directions == std::vector<std::string>{"infeasible"};
        return {right, right ? "there is no way" : shortest < 0 ? "there is no way at all" : "there is a way"};
    }
    static constexpr std::array kNames{"up", "down", "left", "right"};
    Place here = find(grid, "*");
    for (const std::string& direction : directions) {
        const auto name = std::ranges::find(kNames, direction);
        if (name == kNames.end()) return {false, "\"" + direction + "\" is no direction"};
        here = moved(here, kSteps[name - kNames.begin()]);
        if (!inside(grid, here) || at(grid, here) == "X") return {false, "the way is blocked"};
    }
    if (at(grid, here) != "#") return {false, "the way does not end at the destination"};
    if (static_cast<int>(directions.size()) > shortest) return {false, "there is a shorter way"};
    return {true, "a shortest way"};
}

PuzzleVerdict checkSokoban(const Json& meta, std::string_view answer) {
    Grid grid;
    for (const std::string& line : lines(meta.at("gamestr").get<std::string>())) grid.push_back(words(line));
    Place player{-1, -1};
    std::map<Place, bool> boxes;
    std::vector<Place> goals;
    for (int r = 0; r < static_cast<int>(grid.size()); ++r)
        for (int c = 0; c < static_cast<int>(grid[static_cast<std::size_t>(r)].size()); ++c) {
            const std::string& cell = at(grid, {r, c});
            if (cell == "*" || cell == "%") player = {r, c};
            if (cell == "@" || cell == "$") boxes[{r, c}] = true;
            if (cell == "X" || cell == "%" || cell == "$") goals.push_back({r, c});
        }
    static constexpr std::string_view kNames = "UDLR";
    const auto free = [&](Place p) { return inside(grid, p) && at(grid, p) != "+"; };
    if (answer.size() > kMostMoves) return {false, "there are too many moves"};
    for (const char c : answer) {
        if (std::isspace(static_cast<unsigned char>(c)) || c == ',') continue;
        const std::size_t name = kNames.find(static_cast<char>(std::toupper(static_cast<unsigned char>(c))));
        if (name == kNames.npos) return {false, std::string("\"") + c + "\" is no move"};
        const Place next = moved(player, kSteps[name]), behind = moved(next, kSteps[name]);
        if (!free(next)) return {false, "a wall is in the way"};
        if (boxes.contains(next)) {
            if (!free(behind) || boxes.contains(behind)) return {false, "a box cannot be pushed"};
            boxes.erase(next);
            boxes[behind] = true;
        }
        player = next;
    }
    const bool solved = std::ranges::all_of(goals, [&](Place goal) { return boxes.contains(goal); });
    return {solved, solved ? "every goal has its box" : "a goal has no box"};
}

PuzzleVerdict checkRushHour(const Json& meta, std::string_view answer) {
    std::vector<std::string> board = boardOf(meta.at("problem").get<std::string>());
    std::map<char, Car> cars;
    for (int r = 0; r < static_cast<int>(board.size()); ++r)
        for (int c = 0; c < static_cast<int>(board[0].size()); ++c)
            if (const char cell = board[static_cast<std::size_t>(r)][static_cast<std::size_t>(c)];
                std::isupper(static_cast<unsigned char>(cell)))
                cars[cell].cells.push_back({r, c});
    for (const std::string& move : words(answer)) {
        const auto car = cars.find(move[0]);
        const auto amount = numbersIn(move);
        if (car == cars.end() || move.size() < 3 || (move[1] != '+' && move[1] != '-') || amount.size() != 1 ||
            amount[0] > 100)
            return {false, "\"" + move + "\" is no move"};
        const int sign = move[1] == '+' ? 1 : -1;
        const bool flat = car->second.cells.front().row == car->second.cells.back().row;
        for (int i = 0; i < amount[0]; ++i)
            if (!push(board, car->second, move[0], flat ? Place{0, sign} : Place{sign, 0}))
                return {false, "something is in the way of " + move};
    }
    const bool out = cars.contains('A') && cars['A'].cells.back().column + 1 == static_cast<int>(board[0].size());
    return {out, out ? "the red car is at the exit" : "the red car is not at the exit"};
}

}  // namespace retort
