// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/core_words.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>
#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace retort::ui {
namespace {

// The sentences of core/reward, core/sandbox, core/stages and of errors that the window shows. %1, %2, ... stand for what differs, in this order; it may be such a
// sentence itself.
constexpr const char* patterns[] = {
    QT_TRANSLATE_NOOP("retort::Core", "%1; %2"),
    QT_TRANSLATE_NOOP("retort::Core", "%1. %2"),
    QT_TRANSLATE_NOOP("retort::Core", "%1: %2"),
    QT_TRANSLATE_NOOP("retort::Core", "no answer: %1"),
    QT_TRANSLATE_NOOP("retort::Core", "there is no %1"),
    QT_TRANSLATE_NOOP("retort::Core", "there is no text after the thinking"),
    QT_TRANSLATE_NOOP("retort::Core", "there is more than one %1"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 is never closed"),
    QT_TRANSLATE_NOOP("retort::Core", "the answer is empty"),
    QT_TRANSLATE_NOOP("retort::Core", "the answer part is empty"),
    QT_TRANSLATE_NOOP("retort::Core", "the prompt has no reference answer"),
    QT_TRANSLATE_NOOP("retort::Core", "the reference \"%1\" cannot be read: %2"),
    QT_TRANSLATE_NOOP("retort::Core", "equals the reference %1: %2"),
    QT_TRANSLATE_NOOP("retort::Core", "differs from the reference %1: %2"),
    QT_TRANSLATE_NOOP("retort::Core", "the same choice"),
    QT_TRANSLATE_NOOP("retort::Core", "another choice"),
    QT_TRANSLATE_NOOP("retort::Core", "the same number"),
    QT_TRANSLATE_NOOP("retort::Core", "the numbers differ"),
    QT_TRANSLATE_NOOP("retort::Core", "written alike"),
    QT_TRANSLATE_NOOP("retort::Core", "the reference is words, and the answer says something else"),
    QT_TRANSLATE_NOOP("retort::Core", "the words differ"),
    QT_TRANSLATE_NOOP("retort::Core", "the same words"),
    QT_TRANSLATE_NOOP("retort::Core", "the same digits"),
    QT_TRANSLATE_NOOP("retort::Core", "what stands in the brackets is equal"),
    QT_TRANSLATE_NOOP("retort::Core", "the moduli differ"),
    QT_TRANSLATE_NOOP("retort::Core", "the remainders differ"),
    QT_TRANSLATE_NOOP("retort::Core", "other items"),
    QT_TRANSLATE_NOOP("retort::Core", "the same items"),
    QT_TRANSLATE_NOOP("retort::Core", "a part is too many"),
    QT_TRANSLATE_NOOP("retort::Core", "a part of the reference is missing"),
    QT_TRANSLATE_NOOP("retort::Core", "a percentage and a measure"),
    QT_TRANSLATE_NOOP("retort::Core", "one value and several"),
    QT_TRANSLATE_NOOP("retort::Core", "the brackets differ"),
    QT_TRANSLATE_NOOP("retort::Core", "the units differ: %1 and %2"),
    QT_TRANSLATE_NOOP("retort::Core", "the measures differ, in %1 and %2"),
    QT_TRANSLATE_NOOP("retort::Core", "antiderivatives of the same function"),
    QT_TRANSLATE_NOOP("retort::Core", "equal part by part"),
    QT_TRANSLATE_NOOP("retort::Core", "equal parts in any order"),
    QT_TRANSLATE_NOOP("retort::Core", "equal row by row"),
    QT_TRANSLATE_NOOP("retort::Core", "equal with the same names for constants"),
    QT_TRANSLATE_NOOP("retort::Core", "the same relation, rearranged"),
    QT_TRANSLATE_NOOP("retort::Core", "the same values for whole parameters"),
    QT_TRANSLATE_NOOP("retort::Core", "the same time or day"),
    QT_TRANSLATE_NOOP("retort::Core", "another time or day"),
    QT_TRANSLATE_NOOP("retort::Core", "the same ratio"),
    QT_TRANSLATE_NOOP("retort::Core", "the same set of numbers"),
    QT_TRANSLATE_NOOP("retort::Core", "the sets differ"),
    QT_TRANSLATE_NOOP("retort::Core", "different relations"),
    QT_TRANSLATE_NOOP("retort::Core", "they differ"),
    QT_TRANSLATE_NOOP("retort::Core", "part %1: %2"),
    QT_TRANSLATE_NOOP("retort::Core", "they have %1 and %2 parts"),
    QT_TRANSLATE_NOOP("retort::Core", "the values differ at a point"),
    QT_TRANSLATE_NOOP("retort::Core", "the values differ"),
    QT_TRANSLATE_NOOP("retort::Core", "undefined where the reference is not"),
    QT_TRANSLATE_NOOP("retort::Core", "equal at %1 points to 100 bits"),
    QT_TRANSLATE_NOOP("retort::Core", "\"%1\" is not expected"),
    QT_TRANSLATE_NOOP("retort::Core", "\"%1\" is not closed"),
    QT_TRANSLATE_NOOP("retort::Core", "the environment is not closed"),
    QT_TRANSLATE_NOOP("retort::Core", "a floor or ceiling is not closed"),
    QT_TRANSLATE_NOOP("retort::Core", "a prime is not closed"),
    QT_TRANSLATE_NOOP("retort::Core", "it ends too early"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 has no argument"),
    QT_TRANSLATE_NOOP("retort::Core", "the same expression"),
    QT_TRANSLATE_NOOP("retort::Core", "the same normal form"),
    QT_TRANSLATE_NOOP("retort::Core", "equal to %1 bits"),
    QT_TRANSLATE_NOOP("retort::Core", "equal to every decimal written"),
    QT_TRANSLATE_NOOP("retort::Core", "equal with commas read otherwise"),
    QT_TRANSLATE_NOOP("retort::Core", "the number in it is equal"),
    QT_TRANSLATE_NOOP("retort::Core", "equality cannot be decided within the bounds"),
    QT_TRANSLATE_NOOP("retort::Core", "equality cannot be decided: %1"),
    QT_TRANSLATE_NOOP("retort::Core", "the answer cannot be read: %1"),
    QT_TRANSLATE_NOOP("retort::Core", "it says nothing"),
    QT_TRANSLATE_NOOP("retort::Core", "its braces do not close"),
    QT_TRANSLATE_NOOP("retort::Core", "its value takes too long"),
    QT_TRANSLATE_NOOP("retort::Core", "it takes too long"),
    QT_TRANSLATE_NOOP("retort::Core", "it is too long"),
    QT_TRANSLATE_NOOP("retort::Core", "it is nested too deeply"),
    QT_TRANSLATE_NOOP("retort::Core", "a number has too many digits"),
    QT_TRANSLATE_NOOP("retort::Core", "a division by zero"),
    QT_TRANSLATE_NOOP("retort::Core", "the reference \"%1\" names no option"),
    QT_TRANSLATE_NOOP("retort::Core", "it names no option; the reference is %1"),
    QT_TRANSLATE_NOOP("retort::Core", "the same choice as the reference"),
    QT_TRANSLATE_NOOP("retort::Core", "the reference is %1"),
    QT_TRANSLATE_NOOP("retort::Core", "equals \"%1\" after normalising"),
    QT_TRANSLATE_NOOP("retort::Core", "equals \"%1\" byte by byte"),
    QT_TRANSLATE_NOOP("retort::Core", "is none of the %1 accepted answers after normalising"),
    QT_TRANSLATE_NOOP("retort::Core", "is none of the %1 accepted answers byte by byte"),
    QT_TRANSLATE_NOOP("retort::Core", "\"%1\" is not \"%2\" after normalising"),
    QT_TRANSLATE_NOOP("retort::Core", "\"%1\" is not \"%2\" byte by byte"),
    QT_TRANSLATE_NOOP("retort::Core", "the reference \"%1\" is no number"),
    QT_TRANSLATE_NOOP("retort::Core", "the answer is no number"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 differs from %2 by %3; %4 is allowed"),
    QT_TRANSLATE_NOOP("retort::Core", "think part and answer part are as asked"),
    QT_TRANSLATE_NOOP("retort::Core", "the tags are not each there once and in order"),
    QT_TRANSLATE_NOOP("retort::Core", "the prompt's language is not known"),
    QT_TRANSLATE_NOOP("retort::Core", "there are no words"),
    QT_TRANSLATE_NOOP("retort::Core", "%1% of the words are %2"),
    QT_TRANSLATE_NOOP("retort::Core", "no penalty up to %1 tokens, the full one beyond %2"),
    QT_TRANSLATE_NOOP("retort::Core", "%1% of the %2-grams repeat"),
    QT_TRANSLATE_NOOP("retort::Core", "the score is not a finite number"),
    QT_TRANSLATE_NOOP("retort::Core", "reward model output %1"),
    QT_TRANSLATE_NOOP("retort::Core", "the completion has no steps"),
    QT_TRANSLATE_NOOP("retort::Core", "min of the steps: %1"),
    QT_TRANSLATE_NOOP("retort::Core", "mean of the steps: %1"),
    QT_TRANSLATE_NOOP("retort::Core", "last of the steps: %1"),
    QT_TRANSLATE_NOOP("retort::Core", "the prompt has no tests"),
    QT_TRANSLATE_NOOP("retort::Core", "all %1 tests passed"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 of %2 tests passed; test %3: %4: %5"),
    QT_TRANSLATE_NOOP("retort::Core", "compile error: %1"),
    QT_TRANSLATE_NOOP("retort::Core", "compile error"),
    QT_TRANSLATE_NOOP("retort::Core", "wrong answer"),
    QT_TRANSLATE_NOOP("retort::Core", "runtime error"),
    QT_TRANSLATE_NOOP("retort::Core", "time limit"),
    QT_TRANSLATE_NOOP("retort::Core", "memory limit"),
    QT_TRANSLATE_NOOP("retort::Core", "output limit"),
    QT_TRANSLATE_NOOP("retort::Core", "forbidden"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 s of processor time and %2 s in all; %3 s are granted"),
    QT_TRANSLATE_NOOP("retort::Core", "more than %1 MiB of output"),
    QT_TRANSLATE_NOOP("retort::Core", "more than %1 MiB"),
    QT_TRANSLATE_NOOP("retort::Core", "it made a system call that the sandbox forbids (network, ptrace, mount and the like)"),
    QT_TRANSLATE_NOOP("retort::Core", "signal %1 (%2) %3"),
    QT_TRANSLATE_NOOP("retort::Core", "exit status %1: %2"),
    QT_TRANSLATE_NOOP("retort::Core", "line %1: expected %2, got %3"),
    QT_TRANSLATE_NOOP("retort::Core", "the end"),
    QT_TRANSLATE_NOOP("retort::Core", "assertion failed: %1"),
    QT_TRANSLATE_NOOP("retort::Core", "it ended before the tests were through"),
    QT_TRANSLATE_NOOP("retort::Core", "neither the term nor the row has a schema"),
    QT_TRANSLATE_NOOP("retort::Core", "there is no JSON in the answer"),
    QT_TRANSLATE_NOOP("retort::Core", "it satisfies the schema"),
    QT_TRANSLATE_NOOP("retort::Core", "nothing is allowed here"),
    QT_TRANSLATE_NOOP("retort::Core", "the name \"%1\" is not allowed"),
    QT_TRANSLATE_NOOP("retort::Core", "the property \"%1\" is not allowed"),
    QT_TRANSLATE_NOOP("retort::Core", "no item is as \"contains\" wants"),
    QT_TRANSLATE_NOOP("retort::Core", "items are as \"contains\" wants"),
    QT_TRANSLATE_NOOP("retort::Core", "it fits none of anyOf; the first: %1"),
    QT_TRANSLATE_NOOP("retort::Core", "it fits none of oneOf; the first: %1"),
    QT_TRANSLATE_NOOP("retort::Core", "it fits %1 of oneOf, not one"),
    QT_TRANSLATE_NOOP("retort::Core", "it is what \"not\" forbids"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 %2, at least %3 are wanted"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 %2, at most %3 are allowed"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 is wanted, not %2"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 is none of %2"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 is not above %2"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 is not below %2"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 is below %2"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 is above %2"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 is no multiple of %2"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 does not match %2"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 comes twice"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 is missing"),
    QT_TRANSLATE_NOOP("retort::Core", "the value"),
    QT_TRANSLATE_NOOP("retort::Core", "properties"),
    QT_TRANSLATE_NOOP("retort::Core", "items"),
    QT_TRANSLATE_NOOP("retort::Core", "characters"),
    QT_TRANSLATE_NOOP("retort::Core", "neither the term nor the row has instructions"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 of %2 instructions followed"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 %2, at least %3 wanted"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 %2, at most %3 wanted"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 %2, less than %3 wanted"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 %2, more than %3 wanted"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 %2, exactly %3 wanted"),
    QT_TRANSLATE_NOOP("retort::Core", "paragraphs between \"***\""),
    QT_TRANSLATE_NOOP("retort::Core", "paragraphs"),
    QT_TRANSLATE_NOOP("retort::Core", "placeholders in [brackets]"),
    QT_TRANSLATE_NOOP("retort::Core", "bullets"),
    QT_TRANSLATE_NOOP("retort::Core", "highlighted passages"),
    QT_TRANSLATE_NOOP("retort::Core", "sections \"%1 NUMBER\""),
    QT_TRANSLATE_NOOP("retort::Core", "times \"%1\""),
    QT_TRANSLATE_NOOP("retort::Core", "times the letter \"%1\""),
    QT_TRANSLATE_NOOP("retort::Core", "sentences"),
    QT_TRANSLATE_NOOP("retort::Core", "words"),
    QT_TRANSLATE_NOOP("retort::Core", "words in capitals"),
    QT_TRANSLATE_NOOP("retort::Core", "paragraph %1 begins with \"%2\", \"%3\" is wanted"),
    QT_TRANSLATE_NOOP("retort::Core", "the postscript is there"),
    QT_TRANSLATE_NOOP("retort::Core", "there is no postscript \"%1\""),
    QT_TRANSLATE_NOOP("retort::Core", "it says \"%1\""),
    QT_TRANSLATE_NOOP("retort::Core", "it says none of %1"),
    QT_TRANSLATE_NOOP("retort::Core", "it is JSON"),
    QT_TRANSLATE_NOOP("retort::Core", "there is a title in << >>"),
    QT_TRANSLATE_NOOP("retort::Core", "there is no title in << >>"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 responses between \"******\", two different ones wanted"),
    QT_TRANSLATE_NOOP("retort::Core", "it repeats the request first"),
    QT_TRANSLATE_NOOP("retort::Core", "it does not repeat the request first"),
    QT_TRANSLATE_NOOP("retort::Core", "it ends with \"%1\""),
    QT_TRANSLATE_NOOP("retort::Core", "it does not end with \"%1\""),
    QT_TRANSLATE_NOOP("retort::Core", "it begins with \"%1\""),
    QT_TRANSLATE_NOOP("retort::Core", "it does not begin with \"%1\""),
    QT_TRANSLATE_NOOP("retort::Core", "all of it is quoted"),
    QT_TRANSLATE_NOOP("retort::Core", "it is not quoted as a whole"),
    QT_TRANSLATE_NOOP("retort::Core", "\"%1\" is not there"),
    QT_TRANSLATE_NOOP("retort::Core", "\"%1\" is there"),
    QT_TRANSLATE_NOOP("retort::Core", "all keywords are there"),
    QT_TRANSLATE_NOOP("retort::Core", "no forbidden word is there"),
    QT_TRANSLATE_NOOP("retort::Core", "it is %1, %2 is wanted"),
    QT_TRANSLATE_NOOP("retort::Core", "in no language"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 capital and %2 small letters"),
    QT_TRANSLATE_NOOP("retort::Core", "as asked"),
    QT_TRANSLATE_NOOP("retort::Core", "it is %1, not English"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 commas"),
    QT_TRANSLATE_NOOP("retort::Core", "the JSON is longer than 1 MiB"),
    QT_TRANSLATE_NOOP("retort::Core", "the JSON is nested deeper than %1 levels"),
    QT_TRANSLATE_NOOP("retort::Core", "the key %1 comes twice in one object"),
    QT_TRANSLATE_NOOP("retort::Core", "it is no JSON: wrong at byte %1"),
    QT_TRANSLATE_NOOP("retort::Core", "the reference is no puzzle: %1"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 cannot be scored: %2"),
    QT_TRANSLATE_NOOP("retort::Core", "its plans need a simulator of agents and boxes"),
    QT_TRANSLATE_NOOP("retort::Core", "its moves need a simulator of the cube"),
    QT_TRANSLATE_NOOP("retort::Core", "the puzzle has no answer, and %1 has no check of its own"),
    QT_TRANSLATE_NOOP("retort::Core", "the puzzle's meta cannot be read: %1"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 (another chain may be right too; without a dictionary only the reference counts)"),
    QT_TRANSLATE_NOOP("retort::Core", "is what the reference says"),
    QT_TRANSLATE_NOOP("retort::Core", "differs from the reference %1"),
    QT_TRANSLATE_NOOP("retort::Core", "the answer is no arithmetic expression"),
    QT_TRANSLATE_NOOP("retort::Core", "the numbers used are not the numbers given, each once"),
    QT_TRANSLATE_NOOP("retort::Core", "its value is not %1"),
    QT_TRANSLATE_NOOP("retort::Core", "uses every number once and makes %1"),
    QT_TRANSLATE_NOOP("retort::Core", "\"%1\" gives no letter a digit"),
    QT_TRANSLATE_NOOP("retort::Core", "a letter or a digit comes twice"),
    QT_TRANSLATE_NOOP("retort::Core", "a letter has no digit, or a word begins with zero"),
    QT_TRANSLATE_NOOP("retort::Core", "the sum is right"),
    QT_TRANSLATE_NOOP("retort::Core", "the sum is wrong"),
    QT_TRANSLATE_NOOP("retort::Core", "the answer is no JSON map of vertices to colours"),
    QT_TRANSLATE_NOOP("retort::Core", "vertex %1 has no colour that is allowed"),
    QT_TRANSLATE_NOOP("retort::Core", "both ends of %1 have one colour"),
    QT_TRANSLATE_NOOP("retort::Core", "no edge joins two vertices of one colour"),
    QT_TRANSLATE_NOOP("retort::Core", "the answer is no board of %1 by %2"),
    QT_TRANSLATE_NOOP("retort::Core", "a queen of the puzzle was moved"),
    QT_TRANSLATE_NOOP("retort::Core", "two queens attack each other"),
    QT_TRANSLATE_NOOP("retort::Core", "row %1 has %2 queens"),
    QT_TRANSLATE_NOOP("retort::Core", "no two queens attack each other"),
    QT_TRANSLATE_NOOP("retort::Core", "the answer has another number of rows"),
    QT_TRANSLATE_NOOP("retort::Core", "row %1 has another length"),
    QT_TRANSLATE_NOOP("retort::Core", "a cell is neither 0 nor 1"),
    QT_TRANSLATE_NOOP("retort::Core", "a sum of rows or columns is not as asked"),
    QT_TRANSLATE_NOOP("retort::Core", "all sums are as asked"),
    QT_TRANSLATE_NOOP("retort::Core", "it does not read the same backwards"),
    QT_TRANSLATE_NOOP("retort::Core", "its letters are not the letters given"),
    QT_TRANSLATE_NOOP("retort::Core", "a palindrome of all the letters"),
    QT_TRANSLATE_NOOP("retort::Core", "there are too many variables to try all cases"),
    QT_TRANSLATE_NOOP("retort::Core", "the answer is no formula over the puzzle's variables"),
    QT_TRANSLATE_NOOP("retort::Core", "it holds whatever the premises say"),
    QT_TRANSLATE_NOOP("retort::Core", "it only repeats a premise"),
    QT_TRANSLATE_NOOP("retort::Core", "it does not follow from the premises"),
    QT_TRANSLATE_NOOP("retort::Core", "it follows from the premises"),
    QT_TRANSLATE_NOOP("retort::Core", "the answer is no JSON list of moves"),
    QT_TRANSLATE_NOOP("retort::Core", "\"%1\" is no move"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 is no move"),
    QT_TRANSLATE_NOOP("retort::Core", "no jug holds the target in the end"),
    QT_TRANSLATE_NOOP("retort::Core", "a jug holds the target in the end"),
    QT_TRANSLATE_NOOP("retort::Core", "there is no such peg: %1"),
    QT_TRANSLATE_NOOP("retort::Core", "the disk is not on top: %1"),
    QT_TRANSLATE_NOOP("retort::Core", "a larger disk on a smaller one: %1"),
    QT_TRANSLATE_NOOP("retort::Core", "not all disks are on the target peg"),
    QT_TRANSLATE_NOOP("retort::Core", "all disks are on the target peg"),
    QT_TRANSLATE_NOOP("retort::Core", "there is a shorter sequence"),
    QT_TRANSLATE_NOOP("retort::Core", "there is no button %1"),
    QT_TRANSLATE_NOOP("retort::Core", "the number grows without end"),
    QT_TRANSLATE_NOOP("retort::Core", "it ends at %1"),
    QT_TRANSLATE_NOOP("retort::Core", "it ends at the target in as few presses as can be"),
    QT_TRANSLATE_NOOP("retort::Core", "there is no way"),
    QT_TRANSLATE_NOOP("retort::Core", "there is no way at all"),
    QT_TRANSLATE_NOOP("retort::Core", "there is a way"),
    QT_TRANSLATE_NOOP("retort::Core", "\"%1\" is no direction"),
    QT_TRANSLATE_NOOP("retort::Core", "the way is blocked"),
    QT_TRANSLATE_NOOP("retort::Core", "the way does not end at the destination"),
    QT_TRANSLATE_NOOP("retort::Core", "there is a shorter way"),
    QT_TRANSLATE_NOOP("retort::Core", "a shortest way"),
    QT_TRANSLATE_NOOP("retort::Core", "there are too many moves"),
    QT_TRANSLATE_NOOP("retort::Core", "a wall is in the way"),
    QT_TRANSLATE_NOOP("retort::Core", "a box cannot be pushed"),
    QT_TRANSLATE_NOOP("retort::Core", "every goal has its box"),
    QT_TRANSLATE_NOOP("retort::Core", "a goal has no box"),
    QT_TRANSLATE_NOOP("retort::Core", "something is in the way of %1"),
    QT_TRANSLATE_NOOP("retort::Core", "the red car is at the exit"),
    QT_TRANSLATE_NOOP("retort::Core", "the red car is not at the exit"),
    // What run control, the store, the annotations and the socket say.
    QT_TRANSLATE_NOOP("retort::Core", "from step %1"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 = %2 from step %3"),
    QT_TRANSLATE_NOOP("retort::Core", "only fields of the running stage, %1, can change now"),
    QT_TRANSLATE_NOOP("retort::Core", "\"%1\" is not a number"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 cannot change while the stage runs"),
    QT_TRANSLATE_NOOP("retort::Core", "%1 must not be below 0"),
    QT_TRANSLATE_NOOP("retort::Core", "is damaged"),
    QT_TRANSLATE_NOOP("retort::Core", "is not an SQLite database"),
    QT_TRANSLATE_NOOP("retort::Core", "is not a %1 of Retort"),
    QT_TRANSLATE_NOOP("retort::Core", "run store"),
    QT_TRANSLATE_NOOP("retort::Core", "store of annotations"),
    QT_TRANSLATE_NOOP("retort::Core", "has schema %1, newer than the %2 this program knows"),
    QT_TRANSLATE_NOOP("retort::Core", "has the older schema %1"),
    QT_TRANSLATE_NOOP("retort::Core", "is locked by another process"),
    QT_TRANSLATE_NOOP("retort::Core", "in use by process %1"),
    QT_TRANSLATE_NOOP("retort::Core", "there is no such file"),
    QT_TRANSLATE_NOOP("retort::Core", "there is no such folder"),
    QT_TRANSLATE_NOOP("retort::Core", "is not the folder of a run"),
    QT_TRANSLATE_NOOP("retort::Core", "is not a manifest of a run: %1"),
    QT_TRANSLATE_NOOP("retort::Core", "holds no recipe.toml"),
    QT_TRANSLATE_NOOP("retort::Core", "holds the verdicts of run %1, not of %2"),
    QT_TRANSLATE_NOOP("retort::Core", "annotations were opened for reading only"),
    QT_TRANSLATE_NOOP("retort::Core", "cannot be created: %1"),
    QT_TRANSLATE_NOOP("retort::Core", "cannot be locked: %1"),
    QT_TRANSLATE_NOOP("retort::Core", "cannot be opened or written: %1"),
    QT_TRANSLATE_NOOP("retort::Core", "cannot be written: %1"),
    QT_TRANSLATE_NOOP("retort::Core", "cannot write: the disk is full or a file-size limit is reached"),
    QT_TRANSLATE_NOOP("retort::Core", "cannot write: the disk is full"),
    QT_TRANSLATE_NOOP("retort::Core", "cannot write: %1"),
    QT_TRANSLATE_NOOP("retort::Core", "cannot read: %1"),
    QT_TRANSLATE_NOOP("retort::Core", "cannot open: %1"),
    QT_TRANSLATE_NOOP("retort::Core", "input or output failed: %1"),
    QT_TRANSLATE_NOOP("retort::Core", "database error %1: %2"),
    QT_TRANSLATE_NOOP("retort::Core", "database error %1"),
    QT_TRANSLATE_NOOP("retort::Core", "the search text is longer than 1000 bytes"),
    QT_TRANSLATE_NOOP("retort::Core", "name or note is longer than 10,000 bytes"),
    QT_TRANSLATE_NOOP("retort::Core", "the run has no curate stage"),
    QT_TRANSLATE_NOOP("retort::Core", "the run has no curate stage \"%1\""),
    QT_TRANSLATE_NOOP("retort::Core", "the run has several curate stages"),
    QT_TRANSLATE_NOOP("retort::Core", "the trainer did not answer within %1 s"),
    QT_TRANSLATE_NOOP("retort::Core", "the trainer does not answer"),
    QT_TRANSLATE_NOOP("retort::Core", "the trainer is gone"),
    QT_TRANSLATE_NOOP("retort::Core", "no trainer listens (%1)"),
    QT_TRANSLATE_NOOP("retort::Core", "the trainer speaks version %1 of the protocol, this program version %2"),
    QT_TRANSLATE_NOOP("retort::Core", "belongs to another user or is open to others"),
    QT_TRANSLATE_NOOP("retort::Core", "Check the disk; keep runs on a local disk, not a network share"),
    QT_TRANSLATE_NOOP("retort::Core", "Check with `retort inspect RUN` whether the run is still going"),
    QT_TRANSLATE_NOOP("retort::Core", "Choose one with --stage"),
    QT_TRANSLATE_NOOP("retort::Core", "Choose the run.db of a run that Retort made"),
    QT_TRANSLATE_NOOP("retort::Core", "Free space on this disk"),
    QT_TRANSLATE_NOOP("retort::Core", "Give PROJECT/runs/RUN_ID of a run that was started"),
    QT_TRANSLATE_NOOP("retort::Core", "It may be busy in a long step; try again"),
    QT_TRANSLATE_NOOP("retort::Core", "Keep runs on a local disk"),
    QT_TRANSLATE_NOOP("retort::Core", "Make the file and its folder writable for this user"),
    QT_TRANSLATE_NOOP("retort::Core", "Make the folder writable for this user, or copy the project elsewhere"),
    QT_TRANSLATE_NOOP("retort::Core", "Make the run writable for this user"),
    QT_TRANSLATE_NOOP("retort::Core", "Make the run's folder writable for this user"),
    QT_TRANSLATE_NOOP("retort::Core", "Move it back to its run; this run then starts with a file of its own"),
    QT_TRANSLATE_NOOP("retort::Core", "Open it with the newer Retort that wrote it"),
    QT_TRANSLATE_NOOP("retort::Core", "Open the folder of a project, or make one with: retort new TEMPLATE FOLDER"),
    QT_TRANSLATE_NOOP("retort::Core", "Make a project with: retort new TEMPLATE FOLDER"),
    QT_TRANSLATE_NOOP("retort::Core", "Restore it from a backup, or recover what is readable with `sqlite3 FILE .recover`"),
    QT_TRANSLATE_NOOP("retort::Core", "Resume the run once with this version of Retort; that brings its store up to date"),
    QT_TRANSLATE_NOOP("retort::Core", "Stop that run first, or start another run"),
    QT_TRANSLATE_NOOP("retort::Core", "Use the Retort that started the run"),
    QT_TRANSLATE_NOOP("retort::Core", "Wait until the program that is writing it has finished"),
};

constexpr qsizetype joint = 2;  // characters between two sentences, and between a place and what is said of it

/// A sentence with holes: what stands before, between and behind them.
struct Form {
    const char* pattern;
    QStringList pieces;
    qsizetype fixed = 0;  ///< characters that are no hole
};

Form formOf(const char* pattern) {
    Form form{pattern, {}, 0};
    QString rest = QString::fromUtf8(pattern);
    for (int hole = 1;; ++hole) {
        const qsizetype at = rest.indexOf(QStringLiteral("%%1").arg(hole));
        form.pieces << (at < 0 ? rest : rest.left(at));
        form.fixed += form.pieces.back().size();
        if (at < 0) return form;
        rest.remove(0, at + 2);
    }
}

/// The longest first: what says most is what was meant.
const std::vector<Form>& forms() {
    static const std::vector<Form> all = [] {
        std::vector<Form> made;
        for (const char* pattern : patterns) made.push_back(formOf(pattern));
        std::ranges::stable_sort(made, std::ranges::greater(), &Form::fixed);
        return made;
    }();
    return all;
}

/// What fills the holes; empty: it is another sentence.
std::optional<QStringList> fit(const Form& form, const QString& text) {
    if (!text.startsWith(form.pieces.front()) || text.size() < form.fixed) return std::nullopt;
    // Sentences are parted at their first joint, then what follows it.
    static const QRegularExpression joints(QStringLiteral("[;:.] "));
    if (form.fixed == joint && text.indexOf(joints) != text.indexOf(form.pieces[1])) return std::nullopt;
    QStringList filled;
    qsizetype at = form.pieces.front().size();
    for (qsizetype i = 1; i < form.pieces.size(); ++i) {
        const bool last = i + 1 == form.pieces.size();
        const qsizetype next = last ? text.size() - form.pieces[i].size() : text.indexOf(form.pieces[i], at);
        // A hole with more of the sentence behind it holds no other sentence: those stand behind a joint.
        const QStringView value = QStringView(text).mid(at, std::max<qsizetype>(0, next - at));
        if (form.fixed > joint && !form.pieces[i].isEmpty() && (value.contains(u"; ") || value.contains(u": ") || value.endsWith(u':'))) return std::nullopt;
        if (next < at || (last && !text.endsWith(form.pieces[i]))) return std::nullopt;
        filled << text.mid(at, next - at);
        at = next + form.pieces[i].size();
    }
    if (at != text.size()) return std::nullopt;
    return filled;
}

/// The sentence with its pattern in the window's language.
QString inWords(const char* context, Sentence sentence) {
    sentence.pattern = QCoreApplication::translate(context, sentence.pattern.c_str()).toStdString();
    return QString::fromStdString(sentence.text());
}

std::optional<QString> translated(const QString& text) {
    for (const Form& form : forms()) {
        const auto filled = fit(form, text);
        if (!filled) continue;
        QStringList values;
        Sentence sentence{.pattern = form.pattern, .values = {}};
        for (qsizetype i = 0; i < filled->size(); ++i) {
            // What is quoted, and a reference, are somebody's own words.
            const bool own = form.pieces[i].endsWith(QLatin1Char('"')) || form.pieces[i].endsWith(QStringLiteral("reference "));
            values << (own ? filled->at(i) : coreWords(filled->at(i)));
            sentence.values.push_back(values.back().toStdString());
        }
        // Two texts that are not ours stay joined as they are.
        if (form.fixed == joint && values == *filled) return std::nullopt;
        return inWords("retort::Core", std::move(sentence));
    }
    return std::nullopt;
}

}  // namespace

QString sentenceWords(const Sentence& sentence) { return inWords("retort::Explain", sentence); }

QString coreWords(const QString& said) { return translated(said).value_or(said); }

}  // namespace retort::ui
