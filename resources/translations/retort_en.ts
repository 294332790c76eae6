<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>retort::ui::AnswersTab</name>
    <message numerus="yes">
        <source>%n tokens</source>
        <translation>
            <numerusform>%n token</numerusform>
            <numerusform>%n tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>retort::ui::CandidateFacts</name>
    <message numerus="yes">
        <source>%n tokens</source>
        <translation>
            <numerusform>%n token</numerusform>
            <numerusform>%n tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n characters</source>
        <translation>
            <numerusform>%n character</numerusform>
            <numerusform>%n characters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>longest %n characters</source>
        <translation>
            <numerusform>longest %n character</numerusform>
            <numerusform>longest %n characters</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>retort::ui::CandidatesPage</name>
    <message numerus="yes">
        <source>%n candidates imported</source>
        <translation>
            <numerusform>%n candidate imported</numerusform>
            <numerusform>%n candidates imported</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rows</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %1 tokens</source>
        <translation>
            <numerusform>, %1 token</numerusform>
            <numerusform>, %1 tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Accept all %n that match? One undo takes it back.</source>
        <translation>
            <numerusform>Accept the one that matches? One undo takes it back.</numerusform>
            <numerusform>Accept all %n that match? One undo takes it back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reject all %n that match? One undo takes it back.</source>
        <translation>
            <numerusform>Reject the one that matches? One undo takes it back.</numerusform>
            <numerusform>Reject all %n that match? One undo takes it back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Accept %n</source>
        <translation>
            <numerusform>Accept %n</numerusform>
            <numerusform>Accept %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reject %n</source>
        <translation>
            <numerusform>Reject %n</numerusform>
            <numerusform>Reject %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rows written to %1</source>
        <translation>
            <numerusform>%n row written to %1</numerusform>
            <numerusform>%n rows written to %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n candidates are due for the blind second pass. Or choose another queue above, or open the gate (G).</source>
        <translation>
            <numerusform>%n candidate is due for the blind second pass. Or choose another queue above, or open the gate (G).</numerusform>
            <numerusform>%n candidates are due for the blind second pass. Or choose another queue above, or open the gate (G).</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>retort::ui::ChartTableView</name>
    <message numerus="yes">
        <source>%n rows · Ctrl+C copies those selected, or all</source>
        <translation>
            <numerusform>%n row · Ctrl+C copies it</numerusform>
            <numerusform>%n rows · Ctrl+C copies those selected, or all</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>retort::ui::Comparison</name>
    <message numerus="yes">
        <source>From %1 to %2, on %n problems: %3 points (95% interval %4 to %5), %8: %9. %6 became right, %7 became wrong.</source>
        <translation>
            <numerusform>From %1 to %2, on %n problem: %3 points (95% interval %4 to %5), %8: %9. %6 became right, %7 became wrong.</numerusform>
            <numerusform>From %1 to %2, on %n problems: %3 points (95% interval %4 to %5), %8: %9. %6 became right, %7 became wrong.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>retort::ui::DataCard</name>
    <message numerus="yes">
        <source>%1 rows</source>
        <translation>
            <numerusform>%1 row</numerusform>
            <numerusform>%1 rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>retort::ui::EvaluationTableModel</name>
    <message numerus="yes">
        <source>Enter lists its %n problems</source>
        <translation>
            <numerusform>Enter lists its %n problem</numerusform>
            <numerusform>Enter lists its %n problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problems, of which only the score was stored: this evaluation is of an older version. A new one lists them.</source>
        <translation>
            <numerusform>%n problem, of which only the score was stored: this evaluation is of an older version. A new one lists it.</numerusform>
            <numerusform>%n problems, of which only the score was stored: this evaluation is of an older version. A new one lists them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>pass@1 on %n problems with the 95% interval by bootstrap over them</source>
        <translation>
            <numerusform>pass@1 on %n problem</numerusform>
            <numerusform>pass@1 on %n problems with the 95% interval by bootstrap over them</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>retort::ui::FunnelPage</name>
    <message numerus="yes">
        <source>Kept: %1 traces</source>
        <translation>
            <numerusform>Kept: %1 trace</numerusform>
            <numerusform>Kept: %1 traces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Lost at “%1”: %2 traces</source>
        <translation>
            <numerusform>Lost at “%1”: %2 trace</numerusform>
            <numerusform>Lost at “%1”: %2 traces</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>retort::ui::PlaygroundPage</name>
    <message numerus="yes">
        <source>all %n terms</source>
        <translation>
            <numerusform>its only term</numerusform>
            <numerusform>all %n terms</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n terms</source>
        <translation>
            <numerusform>%1 of %n term</numerusform>
            <numerusform>%1 of %n terms</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>retort::ui::ProblemsTab</name>
    <message numerus="yes">
        <source>%n problems</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>retort::ui::PromptStrip</name>
    <message numerus="yes">
        <source>This problem was drawn %n times; this is time %1</source>
        <translation>
            <numerusform>This problem was drawn %n time; this is time %1</numerusform>
            <numerusform>This problem was drawn %n times; this is time %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>retort::ui::RecipePage</name>
    <message numerus="yes">
        <source>✕ %n problems</source>
        <translation>
            <numerusform>✕ %n problem</numerusform>
            <numerusform>✕ %n problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n stages would run</source>
        <translation>
            <numerusform>%1 of %n stage would run</numerusform>
            <numerusform>%1 of %n stages would run</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> and %n stages never timed here</source>
        <translation>
            <numerusform> and %n stage never timed here</numerusform>
            <numerusform> and %n stages never timed here</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>retort::ui::RunListModel</name>
    <message numerus="yes">
        <source>all %n stages</source>
        <translation>
            <numerusform>its one stage</numerusform>
            <numerusform>all %n stages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>retort::ui::RunPanel</name>
    <message numerus="yes">
        <source>%1 of %n stages done</source>
        <translation>
            <numerusform>%1 of %n stage done</numerusform>
            <numerusform>%1 of %n stages done</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>retort::ui::RunSession</name>
    <message numerus="yes">
        <source>points of %n curves</source>
        <translation>
            <numerusform>points of %n curve</numerusform>
            <numerusform>points of %n curves</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>retort::ui::TraceCard</name>
    <message numerus="yes">
        <source>%n tokens</source>
        <translation>
            <numerusform>%n token</numerusform>
            <numerusform>%n tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>retort::ui::TraceDocument</name>
    <message numerus="yes">
        <source>… about %n more lines</source>
        <translation>
            <numerusform>… about %n more line</numerusform>
            <numerusform>… about %n more lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>retort::ui::TraceReader</name>
    <message numerus="yes">
        <source>%n spans</source>
        <translation>
            <numerusform>%n span</numerusform>
            <numerusform>%n spans</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n characters</source>
        <translation>
            <numerusform>%n character</numerusform>
            <numerusform>%n characters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tokens</source>
        <translation>
            <numerusform>%n token</numerusform>
            <numerusform>%n tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>retort::ui::TracesPage</name>
    <message numerus="yes">
        <source>%1 traces</source>
        <translation>
            <numerusform>%1 trace</numerusform>
            <numerusform>%1 traces</numerusform>
        </translation>
    </message>
</context>
</TS>
