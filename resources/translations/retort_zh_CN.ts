<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>retort::ui::ChartPlot</name>
    <message>
        <source>No points yet</source>
        <translation>还没有数据点</translation>
    </message>
</context>
<context>
    <name>retort::ui::Charts</name>
    <message>
        <source>Reward</source>
        <translation>奖励</translation>
    </message>
    <message>
        <source>total</source>
        <translation>总计</translation>
    </message>
    <message>
        <source>term</source>
        <translation>分项</translation>
    </message>
    <message>
        <source>Right answers</source>
        <translation>正确率</translation>
    </message>
    <message>
        <source>share of rollouts</source>
        <translation>占回答的比例</translation>
    </message>
    <message>
        <source>right</source>
        <translation>答对</translation>
    </message>
    <message>
        <source>no signal</source>
        <translation>无信号组</translation>
    </message>
    <message>
        <source>self-check</source>
        <translation>自我检查</translation>
    </message>
    <message>
        <source>Response length</source>
        <translation>回答长度</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>答错</translation>
    </message>
    <message>
        <source>Language and format</source>
        <translation>语言与格式</translation>
    </message>
    <message>
        <source>share of words, of rollouts</source>
        <translation>占词数、占回答的比例</translation>
    </message>
    <message>
        <source>well-formed</source>
        <translation>格式正确</translation>
    </message>
    <message>
        <source>mixed</source>
        <translation>混用语言</translation>
    </message>
    <message>
        <source>cut</source>
        <translation>被截断</translation>
    </message>
    <message>
        <source>Entropy</source>
        <translation>熵</translation>
    </message>
    <message>
        <source>nats per token</source>
        <translation>奈特/词元</translation>
    </message>
    <message>
        <source>entropy</source>
        <translation>熵</translation>
    </message>
    <message>
        <source>Distance from the reference</source>
        <translation>与参考模型的距离</translation>
    </message>
    <message>
        <source>KL, nats per token</source>
        <translation>KL，奈特/词元</translation>
    </message>
    <message>
        <source>KL</source>
        <translation>KL</translation>
    </message>
    <message>
        <source>Clipping</source>
        <translation>裁剪</translation>
    </message>
    <message>
        <source>share of tokens</source>
        <translation>占词元的比例</translation>
    </message>
    <message>
        <source>low</source>
        <translation>下侧</translation>
    </message>
    <message>
        <source>high</source>
        <translation>上侧</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>梯度范数</translation>
    </message>
    <message>
        <source>norm</source>
        <translation>范数</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>tokens per second</source>
        <translation>词元/秒</translation>
    </message>
    <message>
        <source>generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Time of a step</source>
        <translation>每步用时</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>all</source>
        <translation>总计</translation>
    </message>
    <message>
        <source>grade</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>consistent</source>
        <translation>语言一致</translation>
    </message>
</context>
<context>
    <name>retort::ui::ComparePage</name>
    <message>
        <source>Evaluation suite</source>
        <translation>评测集</translation>
    </message>
    <message>
        <source>Bars</source>
        <translation>条形</translation>
    </message>
    <message>
        <source>Bars from zero instead of dots</source>
        <translation>用从零起的条形代替圆点</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>复制为 Markdown</translation>
    </message>
    <message>
        <source>Copy the table as Markdown</source>
        <translation>把表格复制为 Markdown</translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation>复制为 CSV</translation>
    </message>
    <message>
        <source>Copy the table as comma-separated values</source>
        <translation>把表格复制为逗号分隔值</translation>
    </message>
    <message>
        <source>Right answers of every model</source>
        <translation>各模型的正确率</translation>
    </message>
    <message>
        <source>Evaluations</source>
        <translation>评测</translation>
    </message>
    <message>
        <source>Whiskers are 95% intervals, by bootstrap over problems.</source>
        <translation>横线为 95% 区间，按题目自助抽样得出。</translation>
    </message>
    <message>
        <source>base model</source>
        <translation>基础模型</translation>
    </message>
    <message>
        <source>No run is open</source>
        <translation>没有打开的运行</translation>
    </message>
    <message>
        <source>Open a run to compare its models.</source>
        <translation>打开一次运行，即可比较其中的模型。</translation>
    </message>
    <message>
        <source>Nothing has been evaluated yet</source>
        <translation>还没有评测结果</translation>
    </message>
    <message>
        <source>Each evaluate stage of the recipe adds its models here when it is done.</source>
        <translation>配方中每个评测阶段完成后，其模型会出现在这里。</translation>
    </message>
</context>
<context>
    <name>retort::ui::ControlClient</name>
    <message>
        <source>The trainer speaks control protocol %1, this workbench %2. Use the same version of both.</source>
        <translation>训练程序使用控制协议 %1，本工作台使用 %2。请使用相同版本。</translation>
    </message>
</context>
<context>
    <name>retort::ui::EvaluationTableModel</name>
    <message>
        <source>Mean correctness over all problems and samples</source>
        <translation>全部题目与样本的平均正确率</translation>
    </message>
    <message>
        <source>95% interval of pass@1, by bootstrap over problems</source>
        <translation>pass@1 的 95% 区间，按题目自助抽样</translation>
    </message>
    <message>
        <source>Share of problems whose majority answer is right</source>
        <translation>多数答案正确的题目比例</translation>
    </message>
    <message>
        <source>Mean tokens of a response</source>
        <translation>回答的平均词元数</translation>
    </message>
    <message>
        <source>Share of responses in the format asked for</source>
        <translation>符合要求格式的回答比例</translation>
    </message>
    <message>
        <source>Mean share of words in the problem&apos;s language</source>
        <translation>与题目同语言的词的平均比例</translation>
    </message>
    <message>
        <source>Share of responses that check themselves</source>
        <translation>会自我检查的回答比例</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>pass@1</source>
        <translation>pass@1</translation>
    </message>
    <message>
        <source>95% interval</source>
        <translation>95% 区间</translation>
    </message>
    <message>
        <source>cons@k</source>
        <translation>cons@k</translation>
    </message>
    <message>
        <source>cons@%1</source>
        <translation>cons@%1</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Self-check</source>
        <translation>自我检查</translation>
    </message>
    <message>
        <source>Problems × samples</source>
        <translation>题目 × 样本</translation>
    </message>
</context>
<context>
    <name>retort::ui::Format</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 天 %2 小时</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 小时</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>%1 分钟前</translation>
    </message>
    <message>
        <source>%1 h ago</source>
        <translation>%1 小时前</translation>
    </message>
</context>
<context>
    <name>retort::ui::GroupBars</name>
    <message>
        <source>Siblings of this trace</source>
        <translation>同一题目的其他回答</translation>
    </message>
    <message>
        <source>Trace %1 of %2 to this problem</source>
        <translation>此题的第 %1 条回答，共 %2 条</translation>
    </message>
    <message>
        <source>%1 · reward %2 · advantage %3 · answer %4</source>
        <translation>%1 · 奖励 %2 · 优势 %3 · 答案 %4</translation>
    </message>
    <message>
        <source>right</source>
        <translation>答对</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>答错</translation>
    </message>
    <message>
        <source>not graded</source>
        <translation>未评分</translation>
    </message>
</context>
<context>
    <name>retort::ui::HeaderBar</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Finish the current step, then wait</source>
        <translation>完成当前步后等待</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Go on where the run stopped</source>
        <translation>从停下的地方继续</translation>
    </message>
    <message>
        <source>Stop and save</source>
        <translation>停止并保存</translation>
    </message>
    <message>
        <source>Finish the current step, write a checkpoint and end. The run can be resumed.</source>
        <translation>完成当前步，写入检查点后结束。之后可以继续。</translation>
    </message>
    <message>
        <source>no sign of life for %1</source>
        <translation>已 %1 没有动静</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>%1 left in this stage</source>
        <translation>本阶段剩余 %1</translation>
    </message>
    <message>
        <source>after %1</source>
        <translation>用时 %1</translation>
    </message>
    <message>
        <source>Retort</source>
        <translation>Retort</translation>
    </message>
</context>
<context>
    <name>retort::ui::IntervalChart</name>
    <message>
        <source>Scores with intervals</source>
        <translation>带区间的分数</translation>
    </message>
</context>
<context>
    <name>retort::ui::LiveTraces</name>
    <message>
        <source>Newest traces</source>
        <translation>最新回答</translation>
    </message>
    <message>
        <source>No traces yet</source>
        <translation>还没有回答</translation>
    </message>
    <message>
        <source>They appear here as soon as the model has answered its first problems.</source>
        <translation>模型答完第一批题目后，就会出现在这里。</translation>
    </message>
    <message>
        <source>held while you read</source>
        <translation>阅读时暂停更新</translation>
    </message>
</context>
<context>
    <name>retort::ui::MainWindow</name>
    <message>
        <source>Retort</source>
        <translation>Retort</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>Traces</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Light, dark, or as the system</source>
        <translation>浅色、深色或跟随系统</translation>
    </message>
    <message>
        <source>Open a project or a run</source>
        <translation>打开项目或运行</translation>
    </message>
    <message>
        <source>%1 › %2 – Retort</source>
        <translation>%1 › %2 – Retort</translation>
    </message>
</context>
<context>
    <name>retort::ui::MetricChart</name>
    <message>
        <source>log scale</source>
        <translation>对数刻度</translation>
    </message>
    <message>
        <source>not shown, at or below zero: %1</source>
        <translation>零及以下未显示：%1</translation>
    </message>
    <message>
        <source>not a number: %1</source>
        <translation>非数值：%1</translation>
    </message>
    <message>
        <source>Logarithmic scale</source>
        <translation>对数刻度</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Copy image</source>
        <translation>复制图像</translation>
    </message>
    <message>
        <source>Copy values</source>
        <translation>复制数值</translation>
    </message>
    <message>
        <source>Save as %1…</source>
        <translation>另存为 %1…</translation>
    </message>
    <message>
        <source>Save chart</source>
        <translation>保存图表</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>%1 cannot be written. Choose another folder.</source>
        <translation>无法写入 %1。请选择其他文件夹。</translation>
    </message>
</context>
<context>
    <name>retort::ui::OverviewPage</name>
    <message>
        <source>What went wrong</source>
        <translation>出了什么问题</translation>
    </message>
    <message>
        <source>Right answers</source>
        <translation>正确率</translation>
    </message>
    <message>
        <source>Response length, tokens</source>
        <translation>回答长度（词元）</translation>
    </message>
    <message>
        <source>Language consistency</source>
        <translation>语言一致性</translation>
    </message>
    <message>
        <source>Tokens per second</source>
        <translation>词元/秒</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>Horizontal axis</source>
        <translation>横轴</translation>
    </message>
    <message>
        <source>by step</source>
        <translation>按步数</translation>
    </message>
    <message>
        <source>by time</source>
        <translation>按时间</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>raw points</source>
        <translation>原始数据</translation>
    </message>
    <message>
        <source>smoothed a little</source>
        <translation>轻度平滑</translation>
    </message>
    <message>
        <source>smoothed</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>smoothed much</source>
        <translation>较强平滑</translation>
    </message>
    <message>
        <source>smoothed strongly</source>
        <translation>强平滑</translation>
    </message>
    <message>
        <source>Exponential mean over all raw points; the raw points stay visible behind it</source>
        <translation>对全部原始点取指数平均；原始点仍淡显在后</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Back from the zoomed range (0)</source>
        <translation>退出缩放范围 (0)</translation>
    </message>
    <message>
        <source>Click a point to read that step&apos;s traces · drag to zoom</source>
        <translation>点击数据点查看该步的回答 · 拖动缩放</translation>
    </message>
    <message>
        <source>No run is open</source>
        <translation>没有打开的运行</translation>
    </message>
    <message>
        <source>Choose a run, or start one: its curves and traces appear here while it trains.</source>
        <translation>选择或开始一次运行：训练时其曲线与回答会显示在这里。</translation>
    </message>
    <message>
        <source>Choose a run</source>
        <translation>选择运行</translation>
    </message>
    <message>
        <source>What was committed is kept; Resume goes on from the last checkpoint.</source>
        <translation>已提交的内容都保留；“继续”会从最近的检查点接着训练。</translation>
    </message>
    <message>
        <source>The trainer has shown no sign of life for %1. It may be busy with one long batch, or hang; if it does, stop process %2 and resume.</source>
        <translation>训练程序已 %1 没有动静。可能正在处理一个长批次，也可能卡住；若卡住，请结束进程 %2 后继续。</translation>
    </message>
    <message>
        <source>%1 from %2</source>
        <translation>%1 起始 %2</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>in this stage</source>
        <translation>本阶段</translation>
    </message>
</context>
<context>
    <name>retort::ui::RewardTermsModel</name>
    <message>
        <source>reward</source>
        <translation>奖励</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>a grader failed: this trace is kept for reading and never trains</source>
        <translation>评分器出错：此回答保留供阅读，不参与训练</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Term</source>
        <translation>分项</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Reward</source>
        <translation>奖励</translation>
    </message>
    <message>
        <source>Read out</source>
        <translation>读出</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
</context>
<context>
    <name>retort::ui::RolloutFilterBar</name>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>all stages</source>
        <translation>所有阶段</translation>
    </message>
    <message>
        <source>from step </source>
        <translation>从第 </translation>
    </message>
    <message>
        <source>From step</source>
        <translation>起始步</translation>
    </message>
    <message>
        <source>to step </source>
        <translation>到第 </translation>
    </message>
    <message>
        <source>To step</source>
        <translation>结束步</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>right and wrong</source>
        <translation>对与错</translation>
    </message>
    <message>
        <source>✓ right</source>
        <translation>✓ 答对</translation>
    </message>
    <message>
        <source>✕ wrong</source>
        <translation>✕ 答错</translation>
    </message>
    <message>
        <source>! not graded</source>
        <translation>! 未评分</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>顺序</translation>
    </message>
    <message>
        <source>newest first</source>
        <translation>最新在前</translation>
    </message>
    <message>
        <source>oldest first</source>
        <translation>最早在前</translation>
    </message>
    <message>
        <source>mixes languages</source>
        <translation>混用语言</translation>
    </message>
    <message>
        <source>Only traces with words in another language than the problem&apos;s</source>
        <translation>只看含有与题目不同语言词语的回答</translation>
    </message>
    <message>
        <source>checks itself</source>
        <translation>自我检查</translation>
    </message>
    <message>
        <source>Only traces with a word of reflection</source>
        <translation>只看含有反思词语的回答</translation>
    </message>
    <message>
        <source>cut</source>
        <translation>被截断</translation>
    </message>
    <message>
        <source>Only traces that ended at the token limit</source>
        <translation>只看在词元上限处结束的回答</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Show all traces again</source>
        <translation>重新显示全部回答</translation>
    </message>
    <message>
        <source>Search in the text (Ctrl+F)</source>
        <translation>搜索文本 (Ctrl+F)</translation>
    </message>
    <message>
        <source>Search in the text</source>
        <translation>搜索文本</translation>
    </message>
</context>
<context>
    <name>retort::ui::RolloutTableModel</name>
    <message>
        <source>cut</source>
        <translation>被截断</translation>
    </message>
    <message>
        <source>malformed</source>
        <translation>格式不符</translation>
    </message>
    <message>
        <source>checks itself</source>
        <translation>自我检查</translation>
    </message>
    <message>
        <source>%1 of the words are in the language of the problem</source>
        <translation>%1 的词与题目同语言</translation>
    </message>
    <message>
        <source>not graded</source>
        <translation>未评分</translation>
    </message>
    <message>
        <source>right</source>
        <translation>答对</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>答错</translation>
    </message>
    <message>
        <source>Share of words in the language of the problem</source>
        <translation>与题目同语言的词的比例</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>题目</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>Reward</source>
        <translation>奖励</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
</context>
<context>
    <name>retort::ui::RunListModel</name>
    <message>
        <source>no run yet</source>
        <translation>尚无运行</translation>
    </message>
    <message>
        <source>all %1 stages</source>
        <translation>全部 %1 个阶段</translation>
    </message>
    <message>
        <source>%1 · %2 of %3 stages</source>
        <translation>%1 · 第 %2/%3 个阶段</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Best evaluation</source>
        <translation>最佳评测</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>用时</translation>
    </message>
</context>
<context>
    <name>retort::ui::RunSession</name>
    <message>
        <source>The trainer is gone without having said why: killed, out of memory, or a crash.</source>
        <translation>训练程序已消失且未说明原因：被结束、内存不足或崩溃。</translation>
    </message>
</context>
<context>
    <name>retort::ui::RunsPage</name>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>What went wrong</source>
        <translation>出了什么问题</translation>
    </message>
    <message>
        <source>Run abacus</source>
        <translation>运行 abacus</translation>
    </message>
    <message>
        <source>Train the project that ships: a small model learns arithmetic through all stages of R1, in minutes</source>
        <translation>训练自带项目：一个小模型在几分钟内经过 R1 全部阶段学会算术</translation>
    </message>
    <message>
        <source>Start a run</source>
        <translation>开始运行</translation>
    </message>
    <message>
        <source>Train the selected project</source>
        <translation>训练所选项目</translation>
    </message>
    <message>
        <source>Open a folder…</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <source>Open a project or a run (Ctrl+O); dropping a folder on the window does the same</source>
        <translation>打开项目或运行 (Ctrl+O)；也可把文件夹拖到窗口上</translation>
    </message>
    <message>
        <source>Projects and runs</source>
        <translation>项目与运行</translation>
    </message>
    <message>
        <source>Nothing has been trained here yet</source>
        <translation>这里还没有训练过任何东西</translation>
    </message>
    <message>
        <source>Run abacus, the project that ships: a small base model learns to reason through every stage of R1, on this machine, in minutes. Or open a folder with a recipe.toml.</source>
        <translation>运行自带项目 abacus：一个小型基础模型在本机几分钟内经过 R1 各阶段学会推理。也可以打开含有 recipe.toml 的文件夹。</translation>
    </message>
    <message>
        <source>Start a run of %1</source>
        <translation>开始运行 %1</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>Open a project or a run</source>
        <translation>打开项目或运行</translation>
    </message>
</context>
<context>
    <name>retort::ui::StageStrip</name>
    <message>
        <source>%1: %2, %3</source>
        <translation>%1：%2，%3</translation>
    </message>
    <message>
        <source>step %1 of %2</source>
        <translation>第 %1 步，共 %2 步</translation>
    </message>
    <message>
        <source>took %1</source>
        <translation>用时 %1</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>来自 %1</translation>
    </message>
    <message>
        <source>evaluations %1/%2</source>
        <translation>评测 %1/%2</translation>
    </message>
    <message>
        <source>Compare what was evaluated</source>
        <translation>比较评测结果</translation>
    </message>
</context>
<context>
    <name>retort::ui::States</name>
    <message>
        <source>starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>waiting for you</source>
        <translation>等待您处理</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>crashed</source>
        <translation>已崩溃</translation>
    </message>
    <message>
        <source>to come</source>
        <translation>未开始</translation>
    </message>
    <message>
        <source>taken from an earlier run</source>
        <translation>取自先前的运行</translation>
    </message>
    <message>
        <source>reinforcement learning</source>
        <translation>强化学习</translation>
    </message>
    <message>
        <source>fine-tuning</source>
        <translation>微调</translation>
    </message>
    <message>
        <source>pretraining</source>
        <translation>预训练</translation>
    </message>
    <message>
        <source>sampling</source>
        <translation>采样</translation>
    </message>
    <message>
        <source>curation</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>reward model</source>
        <translation>奖励模型</translation>
    </message>
    <message>
        <source>distillation</source>
        <translation>蒸馏</translation>
    </message>
    <message>
        <source>evaluation</source>
        <translation>评测</translation>
    </message>
</context>
<context>
    <name>retort::ui::TraceCard</name>
    <message>
        <source>Trace</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>%1, step %2</source>
        <translation>%1，第 %2 步</translation>
    </message>
    <message>
        <source>✓ right</source>
        <translation>✓ 答对</translation>
    </message>
    <message>
        <source>✕ wrong</source>
        <translation>✕ 答错</translation>
    </message>
    <message>
        <source>not graded</source>
        <translation>未评分</translation>
    </message>
    <message>
        <source>reward %1</source>
        <translation>奖励 %1</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 词元</translation>
    </message>
    <message>
        <source>cut</source>
        <translation>被截断</translation>
    </message>
</context>
<context>
    <name>retort::ui::TraceReader</name>
    <message>
        <source>p</source>
        <translation>p</translation>
    </message>
    <message>
        <source>Previous sibling (p)</source>
        <translation>上一条 (p)</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>Next sibling (n)</source>
        <translation>下一条 (n)</translation>
    </message>
    <message>
        <source>Previous sibling</source>
        <translation>上一条</translation>
    </message>
    <message>
        <source>Next sibling</source>
        <translation>下一条</translation>
    </message>
    <message>
        <source>Reward of this trace</source>
        <translation>此回答的奖励</translation>
    </message>
    <message>
        <source>No trace chosen</source>
        <translation>未选择回答</translation>
    </message>
    <message>
        <source>Choose a row at the left to read it here.</source>
        <translation>在左侧选择一行即可在此阅读。</translation>
    </message>
    <message>
        <source>This trace is no longer in the store: the run went back to an earlier checkpoint.</source>
        <translation>此回答已不在库中：运行已回到较早的检查点。</translation>
    </message>
    <message>
        <source>%1, step %2</source>
        <translation>%1，第 %2 步</translation>
    </message>
    <message>
        <source> · %1 of %2</source>
        <translation> · %1/%2</translation>
    </message>
    <message>
        <source>! not graded</source>
        <translation>! 未评分</translation>
    </message>
    <message>
        <source>✓ right</source>
        <translation>✓ 答对</translation>
    </message>
    <message>
        <source>✕ wrong</source>
        <translation>✕ 答错</translation>
    </message>
    <message>
        <source>other language %1</source>
        <translation>其他语言 %1</translation>
    </message>
    <message>
        <source>self-checking %1</source>
        <translation>自我检查 %1</translation>
    </message>
    <message>
        <source>%1 in the problem&apos;s language</source>
        <translation>%1 与题目同语言</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 词元</translation>
    </message>
    <message>
        <source>advantage %1</source>
        <translation>优势 %1</translation>
    </message>
    <message>
        <source>malformed</source>
        <translation>格式不符</translation>
    </message>
</context>
<context>
    <name>retort::ui::TraceText</name>
    <message>
        <source>Trace</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>题目</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>期望答案</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>none: cut at the token limit</source>
        <translation>无：在词元上限处被截断</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>retort::ui::TracesPage</name>
    <message>
        <source>Traces</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>The run has newer traces: read again</source>
        <translation>有更新的回答：重新读取</translation>
    </message>
    <message>
        <source>Read the list again, with what the run has added</source>
        <translation>重新读取列表，包含新增内容</translation>
    </message>
    <message>
        <source>%1 or more</source>
        <translation>至少 %1</translation>
    </message>
    <message>
        <source>%1 traces</source>
        <translation>%1 条回答</translation>
    </message>
    <message>
        <source>No run is open</source>
        <translation>没有打开的运行</translation>
    </message>
    <message>
        <source>Open a run to read what the model wrote.</source>
        <translation>打开一次运行，即可阅读模型写的内容。</translation>
    </message>
    <message>
        <source>No traces yet</source>
        <translation>还没有回答</translation>
    </message>
    <message>
        <source>They appear when a stage with reinforcement learning or sampling has answered its first problems.</source>
        <translation>强化学习或采样阶段答完第一批题目后会出现。</translation>
    </message>
    <message>
        <source>No trace passes this filter</source>
        <translation>没有符合筛选条件的回答</translation>
    </message>
    <message>
        <source>Loosen a condition, or show all traces again.</source>
        <translation>放宽条件，或重新显示全部回答。</translation>
    </message>
    <message>
        <source>Show all traces</source>
        <translation>显示全部回答</translation>
    </message>
</context>
<context>
    <name>retort::ui::TrainerProcess</name>
    <message>
        <source>The program &quot;retort&quot; is neither beside the workbench nor in PATH. Build it, or set RETORT_TRAINER.</source>
        <translation>程序 "retort" 既不在工作台旁，也不在 PATH 中。请构建它，或设置 RETORT_TRAINER。</translation>
    </message>
    <message>
        <source>%1 cannot be started: %2</source>
        <translation>无法启动 %1：%2</translation>
    </message>
    <message>
        <source>The trainer ended before it began a run, without a word.</source>
        <translation>训练程序在开始运行前就结束了，没有任何说明。</translation>
    </message>
</context>
</TS>
