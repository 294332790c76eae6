<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>CandidateDesk</name>
    <message>
        <source>there is no tokenizer yet</source>
        <translation>还没有分词器</translation>
    </message>
</context>
<context>
    <name>retort::Core</name>
    <message>
        <source>no answer: %1</source>
        <translation>没有答案：%1</translation>
    </message>
    <message>
        <source>there is no %1</source>
        <translation>没有 %1</translation>
    </message>
    <message>
        <source>there is more than one %1</source>
        <translation>不止一个 %1</translation>
    </message>
    <message>
        <source>%1 is never closed</source>
        <translation>%1 没有闭合</translation>
    </message>
    <message>
        <source>the answer is empty</source>
        <translation>答案为空</translation>
    </message>
    <message>
        <source>the answer part is empty</source>
        <translation>答案部分为空</translation>
    </message>
    <message>
        <source>the prompt has no reference answer</source>
        <translation>题目没有参考答案</translation>
    </message>
    <message>
        <source>the reference &quot;%1&quot; cannot be read: %2</source>
        <translation>参考答案“%1”无法读取：%2</translation>
    </message>
    <message>
        <source>equals the reference %1: %2</source>
        <translation>与参考答案 %1 相等：%2</translation>
    </message>
    <message>
        <source>differs from the reference %1: %2</source>
        <translation>与参考答案 %1 不同：%2</translation>
    </message>
    <message>
        <source>the same choice</source>
        <translation>同一选项</translation>
    </message>
    <message>
        <source>another choice</source>
        <translation>另一选项</translation>
    </message>
    <message>
        <source>the same number</source>
        <translation>同一个数</translation>
    </message>
    <message>
        <source>the numbers differ</source>
        <translation>数值不同</translation>
    </message>
    <message>
        <source>written alike</source>
        <translation>写法相同</translation>
    </message>
    <message>
        <source>the reference is words, and the answer says something else</source>
        <translation>参考答案是文字，答案说的是别的</translation>
    </message>
    <message>
        <source>the words differ</source>
        <translation>文字不同</translation>
    </message>
    <message>
        <source>the same words</source>
        <translation>文字相同</translation>
    </message>
    <message>
        <source>the same digits</source>
        <translation>数字相同</translation>
    </message>
    <message>
        <source>the same ratio</source>
        <translation>同一个比</translation>
    </message>
    <message>
        <source>the same set of numbers</source>
        <translation>同一个数集</translation>
    </message>
    <message>
        <source>the sets differ</source>
        <translation>集合不同</translation>
    </message>
    <message>
        <source>different relations</source>
        <translation>关系不同</translation>
    </message>
    <message>
        <source>they differ</source>
        <translation>两者不同</translation>
    </message>
    <message>
        <source>part %1: %2</source>
        <translation>第 %1 部分：%2</translation>
    </message>
    <message>
        <source>the same expression</source>
        <translation>同一个表达式</translation>
    </message>
    <message>
        <source>the same normal form</source>
        <translation>化简后相同</translation>
    </message>
    <message>
        <source>equal to %1 bits</source>
        <translation>相等到 %1 位二进制</translation>
    </message>
    <message>
        <source>equal to every decimal written</source>
        <translation>写出的每一位小数都相等</translation>
    </message>
    <message>
        <source>equal with commas read otherwise</source>
        <translation>换一种方式读逗号后相等</translation>
    </message>
    <message>
        <source>the number in it is equal</source>
        <translation>其中的数相等</translation>
    </message>
    <message>
        <source>equality cannot be decided within the bounds</source>
        <translation>在限度内无法判定是否相等</translation>
    </message>
    <message>
        <source>equality cannot be decided: %1</source>
        <translation>无法判定是否相等：%1</translation>
    </message>
    <message>
        <source>the answer cannot be read: %1</source>
        <translation>答案无法读取：%1</translation>
    </message>
    <message>
        <source>it says nothing</source>
        <translation>它什么也没有说</translation>
    </message>
    <message>
        <source>its braces do not close</source>
        <translation>花括号没有闭合</translation>
    </message>
    <message>
        <source>its value takes too long</source>
        <translation>求值耗时过长</translation>
    </message>
    <message>
        <source>it takes too long</source>
        <translation>耗时过长</translation>
    </message>
    <message>
        <source>it is too long</source>
        <translation>太长</translation>
    </message>
    <message>
        <source>it is nested too deeply</source>
        <translation>嵌套太深</translation>
    </message>
    <message>
        <source>a number has too many digits</source>
        <translation>有一个数位数太多</translation>
    </message>
    <message>
        <source>a division by zero</source>
        <translation>除以零</translation>
    </message>
    <message>
        <source>the reference &quot;%1&quot; names no option</source>
        <translation>参考答案“%1”不是任何选项</translation>
    </message>
    <message>
        <source>it names no option; the reference is %1</source>
        <translation>没有选出任何选项；参考答案是 %1</translation>
    </message>
    <message>
        <source>the same choice as the reference</source>
        <translation>与参考答案同一选项</translation>
    </message>
    <message>
        <source>the reference is %1</source>
        <translation>参考答案是 %1</translation>
    </message>
    <message>
        <source>equals &quot;%1&quot; after normalising</source>
        <translation>规范化后等于“%1”</translation>
    </message>
    <message>
        <source>equals &quot;%1&quot; byte by byte</source>
        <translation>逐字节等于“%1”</translation>
    </message>
    <message>
        <source>is none of the %1 accepted answers after normalising</source>
        <translation>规范化后不在 %1 个可接受的答案之中</translation>
    </message>
    <message>
        <source>is none of the %1 accepted answers byte by byte</source>
        <translation>逐字节不在 %1 个可接受的答案之中</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not &quot;%2&quot; after normalising</source>
        <translation>规范化后“%1”不是“%2”</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not &quot;%2&quot; byte by byte</source>
        <translation>逐字节比较“%1”不是“%2”</translation>
    </message>
    <message>
        <source>the reference &quot;%1&quot; is no number</source>
        <translation>参考答案“%1”不是数</translation>
    </message>
    <message>
        <source>the answer is no number</source>
        <translation>答案不是数</translation>
    </message>
    <message>
        <source>%1 differs from %2 by %3; %4 is allowed</source>
        <translation>%1 与 %2 相差 %3；允许 %4</translation>
    </message>
    <message>
        <source>think part and answer part are as asked</source>
        <translation>思考部分和答案部分合乎要求</translation>
    </message>
    <message>
        <source>the tags are not each there once and in order</source>
        <translation>标签没有各出现一次并按顺序</translation>
    </message>
    <message>
        <source>the prompt&apos;s language is not known</source>
        <translation>题目的语言未知</translation>
    </message>
    <message>
        <source>there are no words</source>
        <translation>没有词语</translation>
    </message>
    <message>
        <source>%1% of the words are %2</source>
        <translation>%1% 的词语是 %2</translation>
    </message>
    <message>
        <source>no penalty up to %1 tokens, the full one beyond %2</source>
        <translation>%1 个词元以内不扣分，超过 %2 扣满</translation>
    </message>
    <message>
        <source>%1% of the %2-grams repeat</source>
        <translation>%1% 的 %2 元组重复</translation>
    </message>
    <message>
        <source>the score is not a finite number</source>
        <translation>得分不是有限的数</translation>
    </message>
    <message>
        <source>reward model output %1</source>
        <translation>奖励模型输出 %1</translation>
    </message>
    <message>
        <source>the completion has no steps</source>
        <translation>回答没有步骤</translation>
    </message>
    <message>
        <source>min of the steps: %1</source>
        <translation>各步的最小值：%1</translation>
    </message>
    <message>
        <source>mean of the steps: %1</source>
        <translation>各步的均值：%1</translation>
    </message>
    <message>
        <source>last of the steps: %1</source>
        <translation>最后一步：%1</translation>
    </message>
    <message>
        <source>the prompt has no tests</source>
        <translation>题目没有测试</translation>
    </message>
    <message>
        <source>all %1 tests passed</source>
        <translation>%1 个测试全部通过</translation>
    </message>
    <message>
        <source>%1 of %2 tests passed; test %3: %4: %5</source>
        <translation>%2 个测试通过 %1 个；测试 %3：%4：%5</translation>
    </message>
    <message>
        <source>compile error: %1</source>
        <translation>编译错误：%1</translation>
    </message>
    <message>
        <source>compile error</source>
        <translation>编译错误</translation>
    </message>
    <message>
        <source>wrong answer</source>
        <translation>答案错误</translation>
    </message>
    <message>
        <source>runtime error</source>
        <translation>运行错误</translation>
    </message>
    <message>
        <source>time limit</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>memory limit</source>
        <translation>超出内存</translation>
    </message>
    <message>
        <source>output limit</source>
        <translation>输出过多</translation>
    </message>
    <message>
        <source>forbidden</source>
        <translation>被禁止</translation>
    </message>
    <message>
        <source>%1 s of processor time and %2 s in all; %3 s are granted</source>
        <translation>处理器时间 %1 秒，总共 %2 秒；限 %3 秒</translation>
    </message>
    <message>
        <source>more than %1 MiB of output</source>
        <translation>输出超过 %1 MiB</translation>
    </message>
    <message>
        <source>more than %1 MiB</source>
        <translation>超过 %1 MiB</translation>
    </message>
    <message>
        <source>it made a system call that the sandbox forbids (network, ptrace, mount and the like)</source>
        <translation>它使用了沙箱禁止的系统调用（网络、ptrace、挂载之类）</translation>
    </message>
    <message>
        <source>signal %1 (%2) %3</source>
        <translation>信号 %1（%2）%3</translation>
    </message>
    <message>
        <source>exit status %1: %2</source>
        <translation>退出状态 %1：%2</translation>
    </message>
    <message>
        <source>line %1: expected %2, got %3</source>
        <translation>第 %1 行：应为 %2，得到 %3</translation>
    </message>
    <message>
        <source>the end</source>
        <translation>结尾</translation>
    </message>
    <message>
        <source>assertion failed: %1</source>
        <translation>断言失败：%1</translation>
    </message>
    <message>
        <source>it ended before the tests were through</source>
        <translation>测试还没有做完它就结束了</translation>
    </message>
    <message>
        <source>neither the term nor the row has a schema</source>
        <translation>奖励项和数据行都没有 schema</translation>
    </message>
    <message>
        <source>there is no JSON in the answer</source>
        <translation>答案里没有 JSON</translation>
    </message>
    <message>
        <source>it satisfies the schema</source>
        <translation>符合 schema</translation>
    </message>
    <message>
        <source>nothing is allowed here</source>
        <translation>这里什么都不允许</translation>
    </message>
    <message>
        <source>the name &quot;%1&quot; is not allowed</source>
        <translation>不允许名字“%1”</translation>
    </message>
    <message>
        <source>the property &quot;%1&quot; is not allowed</source>
        <translation>不允许属性“%1”</translation>
    </message>
    <message>
        <source>no item is as &quot;contains&quot; wants</source>
        <translation>没有一项合乎 &quot;contains&quot;</translation>
    </message>
    <message>
        <source>items are as &quot;contains&quot; wants</source>
        <translation>项合乎 &quot;contains&quot;</translation>
    </message>
    <message>
        <source>it fits none of anyOf; the first: %1</source>
        <translation>不合 anyOf 中任何一个；第一个：%1</translation>
    </message>
    <message>
        <source>it fits none of oneOf; the first: %1</source>
        <translation>不合 oneOf 中任何一个；第一个：%1</translation>
    </message>
    <message>
        <source>it fits %1 of oneOf, not one</source>
        <translation>合 oneOf 中的 %1 个，而不是一个</translation>
    </message>
    <message>
        <source>it is what &quot;not&quot; forbids</source>
        <translation>它正是 &quot;not&quot; 所禁止的</translation>
    </message>
    <message>
        <source>%1 %2, at least %3 are wanted</source>
        <translation>%1 %2，至少要 %3</translation>
    </message>
    <message>
        <source>%1 %2, at most %3 are allowed</source>
        <translation>%1 %2，至多允许 %3</translation>
    </message>
    <message>
        <source>%1 is wanted, not %2</source>
        <translation>应为 %1，而不是 %2</translation>
    </message>
    <message>
        <source>%1 is none of %2</source>
        <translation>%1 不在 %2 之中</translation>
    </message>
    <message>
        <source>%1 is not above %2</source>
        <translation>%1 不大于 %2</translation>
    </message>
    <message>
        <source>%1 is not below %2</source>
        <translation>%1 不小于 %2</translation>
    </message>
    <message>
        <source>%1 is below %2</source>
        <translation>%1 小于 %2</translation>
    </message>
    <message>
        <source>%1 is above %2</source>
        <translation>%1 大于 %2</translation>
    </message>
    <message>
        <source>%1 is no multiple of %2</source>
        <translation>%1 不是 %2 的倍数</translation>
    </message>
    <message>
        <source>%1 does not match %2</source>
        <translation>%1 与 %2 不匹配</translation>
    </message>
    <message>
        <source>%1 comes twice</source>
        <translation>%1 出现两次</translation>
    </message>
    <message>
        <source>%1 is missing</source>
        <translation>缺少 %1</translation>
    </message>
    <message>
        <source>the value</source>
        <translation>该值</translation>
    </message>
    <message>
        <source>properties</source>
        <translation>个属性</translation>
    </message>
    <message>
        <source>items</source>
        <translation>项</translation>
    </message>
    <message>
        <source>characters</source>
        <translation>个字符</translation>
    </message>
    <message>
        <source>neither the term nor the row has instructions</source>
        <translation>奖励项和数据行都没有指令</translation>
    </message>
    <message>
        <source>%1 of %2 instructions followed</source>
        <translation>%2 条指令遵守了 %1 条</translation>
    </message>
    <message>
        <source>%1 %2, at least %3 wanted</source>
        <translation>%1 %2，要求至少 %3</translation>
    </message>
    <message>
        <source>%1 %2, at most %3 wanted</source>
        <translation>%1 %2，要求至多 %3</translation>
    </message>
    <message>
        <source>%1 %2, less than %3 wanted</source>
        <translation>%1 %2，要求少于 %3</translation>
    </message>
    <message>
        <source>%1 %2, more than %3 wanted</source>
        <translation>%1 %2，要求多于 %3</translation>
    </message>
    <message>
        <source>%1 %2, exactly %3 wanted</source>
        <translation>%1 %2，要求恰好 %3</translation>
    </message>
    <message>
        <source>paragraphs between &quot;***&quot;</source>
        <translation>个以“***”分隔的段落</translation>
    </message>
    <message>
        <source>paragraphs</source>
        <translation>个段落</translation>
    </message>
    <message>
        <source>placeholders in [brackets]</source>
        <translation>个 [方括号] 占位符</translation>
    </message>
    <message>
        <source>bullets</source>
        <translation>个列表项</translation>
    </message>
    <message>
        <source>highlighted passages</source>
        <translation>个高亮段</translation>
    </message>
    <message>
        <source>sections &quot;%1 NUMBER&quot;</source>
        <translation>个“%1 编号”小节</translation>
    </message>
    <message>
        <source>times &quot;%1&quot;</source>
        <translation>次“%1”</translation>
    </message>
    <message>
        <source>times the letter &quot;%1&quot;</source>
        <translation>次字母“%1”</translation>
    </message>
    <message>
        <source>sentences</source>
        <translation>句</translation>
    </message>
    <message>
        <source>words</source>
        <translation>个词</translation>
    </message>
    <message>
        <source>words in capitals</source>
        <translation>个全大写的词</translation>
    </message>
    <message>
        <source>paragraph %1 begins with &quot;%2&quot;, &quot;%3&quot; is wanted</source>
        <translation>第 %1 段以“%2”开头，要求“%3”</translation>
    </message>
    <message>
        <source>the postscript is there</source>
        <translation>有附言</translation>
    </message>
    <message>
        <source>there is no postscript &quot;%1&quot;</source>
        <translation>没有附言“%1”</translation>
    </message>
    <message>
        <source>it says &quot;%1&quot;</source>
        <translation>它说“%1”</translation>
    </message>
    <message>
        <source>it says none of %1</source>
        <translation>它没有说 %1 中的任何一个</translation>
    </message>
    <message>
        <source>it is JSON</source>
        <translation>是 JSON</translation>
    </message>
    <message>
        <source>there is a title in &lt;&lt; &gt;&gt;</source>
        <translation>有 &lt;&lt; &gt;&gt; 里的标题</translation>
    </message>
    <message>
        <source>there is no title in &lt;&lt; &gt;&gt;</source>
        <translation>没有 &lt;&lt; &gt;&gt; 里的标题</translation>
    </message>
    <message>
        <source>%1 responses between &quot;******&quot;, two different ones wanted</source>
        <translation>以“******”分隔的回答 %1 个，要求两个不同的</translation>
    </message>
    <message>
        <source>it repeats the request first</source>
        <translation>它先重复了要求</translation>
    </message>
    <message>
        <source>it does not repeat the request first</source>
        <translation>它没有先重复要求</translation>
    </message>
    <message>
        <source>it ends with &quot;%1&quot;</source>
        <translation>以“%1”结尾</translation>
    </message>
    <message>
        <source>it does not end with &quot;%1&quot;</source>
        <translation>没有以“%1”结尾</translation>
    </message>
    <message>
        <source>it begins with &quot;%1&quot;</source>
        <translation>以“%1”开头</translation>
    </message>
    <message>
        <source>it does not begin with &quot;%1&quot;</source>
        <translation>没有以“%1”开头</translation>
    </message>
    <message>
        <source>all of it is quoted</source>
        <translation>整段在引号里</translation>
    </message>
    <message>
        <source>it is not quoted as a whole</source>
        <translation>没有整段加引号</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not there</source>
        <translation>没有“%1”</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is there</source>
        <translation>出现了“%1”</translation>
    </message>
    <message>
        <source>all keywords are there</source>
        <translation>关键词都在</translation>
    </message>
    <message>
        <source>no forbidden word is there</source>
        <translation>没有禁用的词</translation>
    </message>
    <message>
        <source>it is %1, %2 is wanted</source>
        <translation>它是 %1，要求 %2</translation>
    </message>
    <message>
        <source>in no language</source>
        <translation>无法判断的语言</translation>
    </message>
    <message>
        <source>%1 capital and %2 small letters</source>
        <translation>大写字母 %1 个，小写字母 %2 个</translation>
    </message>
    <message>
        <source>as asked</source>
        <translation>合乎要求</translation>
    </message>
    <message>
        <source>it is %1, not English</source>
        <translation>它是 %1，不是英语</translation>
    </message>
    <message>
        <source>%1 commas</source>
        <translation>逗号 %1 个</translation>
    </message>
    <message>
        <source>the JSON is longer than 1 MiB</source>
        <translation>JSON 超过 1 MiB</translation>
    </message>
    <message>
        <source>the JSON is nested deeper than %1 levels</source>
        <translation>JSON 嵌套超过 %1 层</translation>
    </message>
    <message>
        <source>the key %1 comes twice in one object</source>
        <translation>同一对象里键 %1 出现两次</translation>
    </message>
    <message>
        <source>it is no JSON: wrong at byte %1</source>
        <translation>不是 JSON：第 %1 字节有错</translation>
    </message>
    <message>
        <source>the reference is no puzzle: %1</source>
        <translation>参考答案不是谜题：%1</translation>
    </message>
    <message>
        <source>%1 cannot be scored: %2</source>
        <translation>%1 无法评分：%2</translation>
    </message>
    <message>
        <source>its plans need a simulator of agents and boxes</source>
        <translation>它的方案需要机器人与箱子的模拟器</translation>
    </message>
    <message>
        <source>its moves need a simulator of the cube</source>
        <translation>它的转动需要魔方的模拟器</translation>
    </message>
    <message>
        <source>the puzzle has no answer, and %1 has no check of its own</source>
        <translation>谜题没有答案，%1 也没有自己的检验</translation>
    </message>
    <message>
        <source>the puzzle&apos;s meta cannot be read: %1</source>
        <translation>谜题的 meta 无法读取：%1</translation>
    </message>
    <message>
        <source>%1 (another chain may be right too; without a dictionary only the reference counts)</source>
        <translation>%1（另一条链也可能对；没有词典只能以参考答案为准）</translation>
    </message>
    <message>
        <source>is what the reference says</source>
        <translation>与参考答案一致</translation>
    </message>
    <message>
        <source>differs from the reference %1</source>
        <translation>与参考答案 %1 不同</translation>
    </message>
    <message>
        <source>the answer is no arithmetic expression</source>
        <translation>答案不是算式</translation>
    </message>
    <message>
        <source>the numbers used are not the numbers given, each once</source>
        <translation>用到的数不是给出的数各一次</translation>
    </message>
    <message>
        <source>its value is not %1</source>
        <translation>它的值不是 %1</translation>
    </message>
    <message>
        <source>uses every number once and makes %1</source>
        <translation>每个数用一次，得到 %1</translation>
    </message>
    <message>
        <source>&quot;%1&quot; gives no letter a digit</source>
        <translation>“%1”没有给任何字母一个数字</translation>
    </message>
    <message>
        <source>a letter or a digit comes twice</source>
        <translation>有字母或数字出现两次</translation>
    </message>
    <message>
        <source>a letter has no digit, or a word begins with zero</source>
        <translation>有字母没有数字，或有词以零开头</translation>
    </message>
    <message>
        <source>the sum is right</source>
        <translation>和是对的</translation>
    </message>
    <message>
        <source>the sum is wrong</source>
        <translation>和不对</translation>
    </message>
    <message>
        <source>the answer is no JSON map of vertices to colours</source>
        <translation>答案不是顶点到颜色的 JSON 映射</translation>
    </message>
    <message>
        <source>vertex %1 has no colour that is allowed</source>
        <translation>顶点 %1 没有允许的颜色</translation>
    </message>
    <message>
        <source>both ends of %1 have one colour</source>
        <translation>%1 的两端同色</translation>
    </message>
    <message>
        <source>no edge joins two vertices of one colour</source>
        <translation>没有边连接同色的顶点</translation>
    </message>
    <message>
        <source>the answer is no board of %1 by %2</source>
        <translation>答案不是 %1 × %2 的棋盘</translation>
    </message>
    <message>
        <source>a queen of the puzzle was moved</source>
        <translation>题目里的皇后被移动了</translation>
    </message>
    <message>
        <source>two queens attack each other</source>
        <translation>有两个皇后互相攻击</translation>
    </message>
    <message>
        <source>row %1 has %2 queens</source>
        <translation>第 %1 行有 %2 个皇后</translation>
    </message>
    <message>
        <source>no two queens attack each other</source>
        <translation>没有皇后互相攻击</translation>
    </message>
    <message>
        <source>the answer has another number of rows</source>
        <translation>答案的行数不对</translation>
    </message>
    <message>
        <source>row %1 has another length</source>
        <translation>第 %1 行的长度不对</translation>
    </message>
    <message>
        <source>a cell is neither 0 nor 1</source>
        <translation>有一格既不是 0 也不是 1</translation>
    </message>
    <message>
        <source>a sum of rows or columns is not as asked</source>
        <translation>有行或列的和不合要求</translation>
    </message>
    <message>
        <source>all sums are as asked</source>
        <translation>所有的和都合乎要求</translation>
    </message>
    <message>
        <source>it does not read the same backwards</source>
        <translation>倒读不相同</translation>
    </message>
    <message>
        <source>its letters are not the letters given</source>
        <translation>字母不是给出的字母</translation>
    </message>
    <message>
        <source>a palindrome of all the letters</source>
        <translation>用上所有字母的回文</translation>
    </message>
    <message>
        <source>there are too many variables to try all cases</source>
        <translation>变量太多，无法逐一尝试</translation>
    </message>
    <message>
        <source>the answer is no formula over the puzzle&apos;s variables</source>
        <translation>答案不是关于题中变量的公式</translation>
    </message>
    <message>
        <source>it holds whatever the premises say</source>
        <translation>无论前提如何它都成立</translation>
    </message>
    <message>
        <source>it only repeats a premise</source>
        <translation>它只是重复一个前提</translation>
    </message>
    <message>
        <source>it does not follow from the premises</source>
        <translation>不能由前提推出</translation>
    </message>
    <message>
        <source>it follows from the premises</source>
        <translation>由前提推出</translation>
    </message>
    <message>
        <source>the answer is no JSON list of moves</source>
        <translation>答案不是移动的 JSON 列表</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no move</source>
        <translation>“%1”不是一步</translation>
    </message>
    <message>
        <source>%1 is no move</source>
        <translation>%1 不是一步</translation>
    </message>
    <message>
        <source>no jug holds the target in the end</source>
        <translation>最后没有壶盛着目标量</translation>
    </message>
    <message>
        <source>a jug holds the target in the end</source>
        <translation>最后有一壶盛着目标量</translation>
    </message>
    <message>
        <source>there is no such peg: %1</source>
        <translation>没有这根柱子：%1</translation>
    </message>
    <message>
        <source>the disk is not on top: %1</source>
        <translation>圆盘不在最上面：%1</translation>
    </message>
    <message>
        <source>a larger disk on a smaller one: %1</source>
        <translation>大盘压在小盘上：%1</translation>
    </message>
    <message>
        <source>not all disks are on the target peg</source>
        <translation>圆盘没有全在目标柱上</translation>
    </message>
    <message>
        <source>all disks are on the target peg</source>
        <translation>圆盘全在目标柱上</translation>
    </message>
    <message>
        <source>there is a shorter sequence</source>
        <translation>有更短的序列</translation>
    </message>
    <message>
        <source>there is no button %1</source>
        <translation>没有按钮 %1</translation>
    </message>
    <message>
        <source>the number grows without end</source>
        <translation>数会无限增大</translation>
    </message>
    <message>
        <source>it ends at %1</source>
        <translation>停在 %1</translation>
    </message>
    <message>
        <source>it ends at the target in as few presses as can be</source>
        <translation>以最少的按键到达目标</translation>
    </message>
    <message>
        <source>there is no way</source>
        <translation>没有路</translation>
    </message>
    <message>
        <source>there is no way at all</source>
        <translation>根本没有路</translation>
    </message>
    <message>
        <source>there is a way</source>
        <translation>有路</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no direction</source>
        <translation>“%1”不是方向</translation>
    </message>
    <message>
        <source>the way is blocked</source>
        <translation>路被挡住</translation>
    </message>
    <message>
        <source>the way does not end at the destination</source>
        <translation>路没有到达目的地</translation>
    </message>
    <message>
        <source>there is a shorter way</source>
        <translation>有更短的路</translation>
    </message>
    <message>
        <source>a shortest way</source>
        <translation>一条最短的路</translation>
    </message>
    <message>
        <source>there are too many moves</source>
        <translation>步数太多</translation>
    </message>
    <message>
        <source>a wall is in the way</source>
        <translation>有墙挡路</translation>
    </message>
    <message>
        <source>a box cannot be pushed</source>
        <translation>有箱子推不动</translation>
    </message>
    <message>
        <source>every goal has its box</source>
        <translation>每个目标都有箱子</translation>
    </message>
    <message>
        <source>a goal has no box</source>
        <translation>有目标没有箱子</translation>
    </message>
    <message>
        <source>something is in the way of %1</source>
        <translation>%1 的路上有东西</translation>
    </message>
    <message>
        <source>the red car is at the exit</source>
        <translation>红车在出口</translation>
    </message>
    <message>
        <source>the red car is not at the exit</source>
        <translation>红车不在出口</translation>
    </message>
    <message>
        <source>%1; %2</source>
        <translation>%1；%2</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1。%2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 = %2 from step %3</source>
        <translation>%1 = %2，从第 %3 步起</translation>
    </message>
    <message>
        <source>only fields of the running stage, %1, can change now</source>
        <translation>现在只能修改正在运行的阶段的字段 %1</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a number</source>
        <translation>“%1”不是数</translation>
    </message>
    <message>
        <source>%1 cannot change while the stage runs</source>
        <translation>阶段运行时不能修改 %1</translation>
    </message>
    <message>
        <source>%1 must not be below 0</source>
        <translation>%1 不能小于 0</translation>
    </message>
    <message>
        <source>is damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>is not an SQLite database</source>
        <translation>不是 SQLite 数据库</translation>
    </message>
    <message>
        <source>is not a %1 of Retort</source>
        <translation>不是 Retort 的%1</translation>
    </message>
    <message>
        <source>run store</source>
        <translation>运行存储</translation>
    </message>
    <message>
        <source>store of annotations</source>
        <translation>批注存储</translation>
    </message>
    <message>
        <source>has schema %1, newer than the %2 this program knows</source>
        <translation>的结构版本是 %1，比本程序所知的 %2 更新</translation>
    </message>
    <message>
        <source>has the older schema %1</source>
        <translation>的结构版本 %1 较旧</translation>
    </message>
    <message>
        <source>is locked by another process</source>
        <translation>被另一个进程锁定</translation>
    </message>
    <message>
        <source>in use by process %1</source>
        <translation>正被进程 %1 使用</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>没有这个文件</translation>
    </message>
    <message>
        <source>there is no such folder</source>
        <translation>没有这个文件夹</translation>
    </message>
    <message>
        <source>is not the folder of a run</source>
        <translation>不是运行的文件夹</translation>
    </message>
    <message>
        <source>is not a manifest of a run: %1</source>
        <translation>不是运行的清单：%1</translation>
    </message>
    <message>
        <source>holds no recipe.toml</source>
        <translation>里没有 recipe.toml</translation>
    </message>
    <message>
        <source>holds the verdicts of run %1, not of %2</source>
        <translation>里是运行 %1 的裁决，不是 %2 的</translation>
    </message>
    <message>
        <source>annotations were opened for reading only</source>
        <translation>批注是以只读方式打开的</translation>
    </message>
    <message>
        <source>cannot be created: %1</source>
        <translation>无法创建：%1</translation>
    </message>
    <message>
        <source>cannot be locked: %1</source>
        <translation>无法锁定：%1</translation>
    </message>
    <message>
        <source>cannot be opened or written: %1</source>
        <translation>无法打开或写入：%1</translation>
    </message>
    <message>
        <source>cannot be written: %1</source>
        <translation>无法写入：%1</translation>
    </message>
    <message>
        <source>cannot write: the disk is full or a file-size limit is reached</source>
        <translation>无法写入：磁盘已满或达到文件大小上限</translation>
    </message>
    <message>
        <source>cannot write: the disk is full</source>
        <translation>无法写入：磁盘已满</translation>
    </message>
    <message>
        <source>cannot write: %1</source>
        <translation>无法写入：%1</translation>
    </message>
    <message>
        <source>cannot read: %1</source>
        <translation>无法读取：%1</translation>
    </message>
    <message>
        <source>cannot open: %1</source>
        <translation>无法打开：%1</translation>
    </message>
    <message>
        <source>input or output failed: %1</source>
        <translation>输入输出失败：%1</translation>
    </message>
    <message>
        <source>database error %1: %2</source>
        <translation>数据库错误 %1：%2</translation>
    </message>
    <message>
        <source>database error %1</source>
        <translation>数据库错误 %1</translation>
    </message>
    <message>
        <source>the search text is longer than 1000 bytes</source>
        <translation>搜索文字超过 1000 字节</translation>
    </message>
    <message>
        <source>name or note is longer than 10,000 bytes</source>
        <translation>名称或备注超过 10,000 字节</translation>
    </message>
    <message>
        <source>the run has no curate stage</source>
        <translation>运行没有 curate 阶段</translation>
    </message>
    <message>
        <source>the run has no curate stage &quot;%1&quot;</source>
        <translation>运行没有名为“%1”的 curate 阶段</translation>
    </message>
    <message>
        <source>the run has several curate stages</source>
        <translation>运行有多个 curate 阶段</translation>
    </message>
    <message>
        <source>the trainer did not answer within %1 s</source>
        <translation>训练程序 %1 秒内没有回答</translation>
    </message>
    <message>
        <source>the trainer does not answer</source>
        <translation>训练程序没有回答</translation>
    </message>
    <message>
        <source>the trainer is gone</source>
        <translation>训练程序不在了</translation>
    </message>
    <message>
        <source>no trainer listens (%1)</source>
        <translation>没有训练程序在监听（%1）</translation>
    </message>
    <message>
        <source>the trainer speaks version %1 of the protocol, this program version %2</source>
        <translation>训练程序使用协议版本 %1，本程序是版本 %2</translation>
    </message>
    <message>
        <source>belongs to another user or is open to others</source>
        <translation>属于别的用户，或对别人开放</translation>
    </message>
    <message>
        <source>Check the disk; keep runs on a local disk, not a network share</source>
        <translation>检查磁盘；把运行放在本地磁盘，不要放在网络共享上</translation>
    </message>
    <message>
        <source>Check with `retort inspect RUN` whether the run is still going</source>
        <translation>用 `retort inspect RUN` 查看运行是否还在进行</translation>
    </message>
    <message>
        <source>Choose one with --stage</source>
        <translation>用 --stage 选一个</translation>
    </message>
    <message>
        <source>Choose the run.db of a run that Retort made</source>
        <translation>请选 Retort 所建运行的 run.db</translation>
    </message>
    <message>
        <source>Free space on this disk</source>
        <translation>请在这个磁盘上腾出空间</translation>
    </message>
    <message>
        <source>Give PROJECT/runs/RUN_ID of a run that was started</source>
        <translation>请给出已开始的运行：PROJECT/runs/RUN_ID</translation>
    </message>
    <message>
        <source>It may be busy in a long step; try again</source>
        <translation>它可能正忙于一个很长的步；请再试</translation>
    </message>
    <message>
        <source>Keep runs on a local disk</source>
        <translation>请把运行放在本地磁盘</translation>
    </message>
    <message>
        <source>Make the file and its folder writable for this user</source>
        <translation>请让本用户能写这个文件和它的文件夹</translation>
    </message>
    <message>
        <source>Make the folder writable for this user, or copy the project elsewhere</source>
        <translation>请让本用户能写这个文件夹，或把项目复制到别处</translation>
    </message>
    <message>
        <source>Make the run writable for this user</source>
        <translation>请让本用户能写这个运行</translation>
    </message>
    <message>
        <source>Make the run&apos;s folder writable for this user</source>
        <translation>请让本用户能写运行的文件夹</translation>
    </message>
    <message>
        <source>Move it back to its run; this run then starts with a file of its own</source>
        <translation>请把它移回它的运行；这个运行会另建自己的文件</translation>
    </message>
    <message>
        <source>Open it with the newer Retort that wrote it</source>
        <translation>请用写它的较新的 Retort 打开</translation>
    </message>
    <message>
        <source>Open the folder of a project, or make one with: retort new TEMPLATE FOLDER</source>
        <translation>请打开项目的文件夹，或新建一个：retort new TEMPLATE FOLDER</translation>
    </message>
    <message>
        <source>Make a project with: retort new TEMPLATE FOLDER</source>
        <translation>新建项目：retort new TEMPLATE FOLDER</translation>
    </message>
    <message>
        <source>Restore it from a backup, or recover what is readable with `sqlite3 FILE .recover`</source>
        <translation>请从备份恢复，或用 `sqlite3 FILE .recover` 取出还能读的部分</translation>
    </message>
    <message>
        <source>Resume the run once with this version of Retort; that brings its store up to date</source>
        <translation>用这个版本的 Retort 继续运行一次，存储就会更新</translation>
    </message>
    <message>
        <source>Stop that run first, or start another run</source>
        <translation>请先停止那个运行，或另开一个</translation>
    </message>
    <message>
        <source>Use the Retort that started the run</source>
        <translation>请用启动该运行的 Retort</translation>
    </message>
    <message>
        <source>Wait until the program that is writing it has finished</source>
        <translation>请等正在写它的程序结束</translation>
    </message>
    <message>
        <source>they have %1 and %2 parts</source>
        <translation>它们分别有 %1 和 %2 个部分</translation>
    </message>
    <message>
        <source>the values differ at a point</source>
        <translation>在某一点上数值不同</translation>
    </message>
    <message>
        <source>the values differ</source>
        <translation>数值不同</translation>
    </message>
    <message>
        <source>undefined where the reference is not</source>
        <translation>在参考答案有定义处没有定义</translation>
    </message>
    <message>
        <source>equal at %1 points to 100 bits</source>
        <translation>在 %1 个点上相等到 100 位二进制</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not expected</source>
        <translation>不应有“%1”</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not closed</source>
        <translation>“%1”没有闭合</translation>
    </message>
    <message>
        <source>the environment is not closed</source>
        <translation>环境没有闭合</translation>
    </message>
    <message>
        <source>a floor or ceiling is not closed</source>
        <translation>取整符号没有闭合</translation>
    </message>
    <message>
        <source>a prime is not closed</source>
        <translation>撇号没有闭合</translation>
    </message>
    <message>
        <source>it ends too early</source>
        <translation>结束得太早</translation>
    </message>
    <message>
        <source>%1 has no argument</source>
        <translation>%1 没有参数</translation>
    </message>
    <message>
        <source>a part is too many</source>
        <translation>多了一个部分</translation>
    </message>
    <message>
        <source>a part of the reference is missing</source>
        <translation>缺少参考答案的一个部分</translation>
    </message>
    <message>
        <source>a percentage and a measure</source>
        <translation>一个是百分数，一个是带单位的量</translation>
    </message>
    <message>
        <source>one value and several</source>
        <translation>一个是单个值，一个是多个值</translation>
    </message>
    <message>
        <source>the brackets differ</source>
        <translation>括号不同</translation>
    </message>
    <message>
        <source>the units differ: %1 and %2</source>
        <translation>单位不同：%1 与 %2</translation>
    </message>
    <message>
        <source>the measures differ, in %1 and %2</source>
        <translation>量不相等，单位为 %1 与 %2</translation>
    </message>
    <message>
        <source>antiderivatives of the same function</source>
        <translation>同一函数的原函数</translation>
    </message>
    <message>
        <source>equal part by part</source>
        <translation>各部分依次相等</translation>
    </message>
    <message>
        <source>equal parts in any order</source>
        <translation>各部分相等，顺序不论</translation>
    </message>
    <message>
        <source>equal row by row</source>
        <translation>各行依次相等</translation>
    </message>
    <message>
        <source>equal with the same names for constants</source>
        <translation>常数取相同名称后相等</translation>
    </message>
    <message>
        <source>the same relation, rearranged</source>
        <translation>同一关系式，经过变形</translation>
    </message>
    <message>
        <source>the same values for whole parameters</source>
        <translation>整数参数取遍时值相同</translation>
    </message>
    <message>
        <source>the same time or day</source>
        <translation>同一时刻或日期</translation>
    </message>
    <message>
        <source>another time or day</source>
        <translation>不同的时刻或日期</translation>
    </message>
    <message>
        <source>there is no text after the thinking</source>
        <translation>思考之后没有文字</translation>
    </message>
    <message>
        <source>what stands in the brackets is equal</source>
        <translation>括号中的内容相等</translation>
    </message>
    <message>
        <source>the moduli differ</source>
        <translation>模数不同</translation>
    </message>
    <message>
        <source>the remainders differ</source>
        <translation>余数不同</translation>
    </message>
    <message>
        <source>other items</source>
        <translation>选项不同</translation>
    </message>
    <message>
        <source>the same items</source>
        <translation>选项相同</translation>
    </message>
    <message>
        <source>Name a HuggingFace model folder</source>
        <translation>请给出 HuggingFace 模型文件夹</translation>
    </message>
    <message>
        <source>there is no tokenizer.json</source>
        <translation>没有 tokenizer.json</translation>
    </message>
    <message>
        <source>Name a HuggingFace model folder, e.g. a checkpoint of a run</source>
        <translation>请给出 HuggingFace 模型文件夹，例如某次运行的检查点</translation>
    </message>
    <message>
        <source>there is no model: config.json is missing</source>
        <translation>没有模型：缺少 config.json</translation>
    </message>
    <message>
        <source>There is no such folder, or nothing can be made in it: choose another place</source>
        <translation>没有这个文件夹，或无法在其中创建：请另选位置</translation>
    </message>
    <message>
        <source>Make it readable for this user</source>
        <translation>请让当前用户可以读取它</translation>
    </message>
    <message>
        <source>Name a file, not a folder</source>
        <translation>请给出文件，而不是文件夹</translation>
    </message>
    <message>
        <source>Nothing is there: check the path</source>
        <translation>那里什么也没有：请检查路径</translation>
    </message>
    <message>
        <source>checkpoint %1 of run %2 was deleted</source>
        <translation>运行 %2 的检查点 %1 已被删除</translation>
    </message>
    <message>
        <source>None of the stage&apos;s step checkpoints is left</source>
        <translation>该阶段的步检查点已全部删除</translation>
    </message>
    <message>
        <source>Still there: %1</source>
        <translation>仍保留：%1</translation>
    </message>
    <message>
        <source>column &quot;%1&quot; is missing</source>
        <translation>缺少列 &quot;%1&quot;</translation>
    </message>
    <message>
        <source>column &quot;%1&quot; is empty</source>
        <translation>列 &quot;%1&quot; 为空</translation>
    </message>
    <message>
        <source>column &quot;%1&quot; is null</source>
        <translation>列 &quot;%1&quot; 是 null</translation>
    </message>
    <message>
        <source>column &quot;%1&quot; is true or false</source>
        <translation>列 &quot;%1&quot; 是 true 或 false</translation>
    </message>
    <message>
        <source>column &quot;%1&quot; is a list</source>
        <translation>列 &quot;%1&quot; 是列表</translation>
    </message>
    <message>
        <source>column &quot;%1&quot; is an object</source>
        <translation>列 &quot;%1&quot; 是对象</translation>
    </message>
    <message>
        <source>column &quot;%1&quot; is a list, but not of messages</source>
        <translation>列 &quot;%1&quot; 是列表，但不是消息列表</translation>
    </message>
    <message>
        <source>column &quot;%1&quot; has a system message</source>
        <translation>列 &quot;%1&quot; 含有系统消息</translation>
    </message>
    <message>
        <source>column &quot;%1&quot; has %2 messages</source>
        <translation>列 &quot;%1&quot; 有 %2 条消息</translation>
    </message>
    <message>
        <source>column &quot;%1&quot; does not end with a user&apos;s message and an assistant&apos;s</source>
        <translation>列 &quot;%1&quot; 不以一条用户消息和一条助手消息结尾</translation>
    </message>
    <message>
        <source>column &quot;%1&quot; holds bytes that are no UTF-8</source>
        <translation>列 &quot;%1&quot; 含有不是 UTF-8 的字节</translation>
    </message>
    <message>
        <source>column &quot;%1&quot; is nested deeper than %2 levels</source>
        <translation>列 &quot;%1&quot; 嵌套超过 %2 层</translation>
    </message>
    <message>
        <source>has column &quot;%1&quot; twice</source>
        <translation>有两列都叫 &quot;%1&quot;</translation>
    </message>
    <message>
        <source>id &quot;%1&quot; was used before, in row %2</source>
        <translation>id &quot;%1&quot; 已在第 %2 行用过</translation>
    </message>
    <message>
        <source>is nested deeper than %1 levels</source>
        <translation>嵌套超过 %1 层</translation>
    </message>
    <message>
        <source>has &quot;%1&quot; twice</source>
        <translation>有两个 &quot;%1&quot;</translation>
    </message>
    <message>
        <source>is no JSON: %1</source>
        <translation>不是 JSON：%1</translation>
    </message>
    <message>
        <source>the array does not end</source>
        <translation>数组没有结束</translation>
    </message>
    <message>
        <source>something follows the array</source>
        <translation>数组之后还有内容</translation>
    </message>
    <message>
        <source>holds a value that cannot be read: %1</source>
        <translation>含有无法读取的值：%1</translation>
    </message>
    <message>
        <source>is array, not an object</source>
        <translation>是数组，不是对象</translation>
    </message>
    <message>
        <source>is string, not an object</source>
        <translation>是字符串，不是对象</translation>
    </message>
    <message>
        <source>is number, not an object</source>
        <translation>是数字，不是对象</translation>
    </message>
    <message>
        <source>is boolean, not an object</source>
        <translation>是布尔值，不是对象</translation>
    </message>
    <message>
        <source>is null, not an object</source>
        <translation>是 null，不是对象</translation>
    </message>
    <message>
        <source>the line has %1 bytes, more than the %2 allowed</source>
        <translation>这一行有 %1 字节，超过允许的 %2 字节</translation>
    </message>
    <message>
        <source>the row has %1 bytes, more than the %2 allowed</source>
        <translation>这一行有 %1 字节，超过允许的 %2 字节</translation>
    </message>
    <message>
        <source>the row has more than the %1 bytes allowed</source>
        <translation>这一行超过允许的 %1 字节</translation>
    </message>
    <message>
        <source>a row has more than the %1 bytes allowed</source>
        <translation>有一行超过允许的 %1 字节</translation>
    </message>
    <message>
        <source>row %1</source>
        <translation>第 %1 行</translation>
    </message>
    <message>
        <source>row %1 has %2 cells, the header %3</source>
        <translation>第 %1 行有 %2 个单元格，表头有 %3 个</translation>
    </message>
    <message>
        <source>has a header that is no UTF-8 text</source>
        <translation>表头不是 UTF-8 文本</translation>
    </message>
    <message>
        <source>has no rows</source>
        <translation>没有任何行</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>cannot be read: %1</source>
        <translation>无法读取：%1</translation>
    </message>
    <message>
        <source>no file matches</source>
        <translation>没有匹配的文件</translation>
    </message>
    <message>
        <source>is compressed (%1)</source>
        <translation>是压缩文件（%1）</translation>
    </message>
    <message>
        <source>is a ZIP archive or an Excel sheet</source>
        <translation>是 ZIP 压缩包或 Excel 表格</translation>
    </message>
    <message>
        <source>is an Arrow IPC file</source>
        <translation>是 Arrow IPC 文件</translation>
    </message>
    <message>
        <source>is a Git LFS pointer, not the data</source>
        <translation>是 Git LFS 指针，不是数据本身</translation>
    </message>
    <message>
        <source>is a SQLite database</source>
        <translation>是 SQLite 数据库</translation>
    </message>
    <message>
        <source>declares %1 rows in %2 bytes</source>
        <translation>在 %2 字节中声称有 %1 行</translation>
    </message>
    <message>
        <source>unpacks to more than 1000 times its %1 bytes</source>
        <translation>解压后超过自身 %1 字节的 1000 倍</translation>
    </message>
    <message>
        <source>needs more than 512 MiB to unpack a part: it is damaged or made to exhaust memory</source>
        <translation>解压一个部分需要超过 512 MiB：文件已损坏，或专为耗尽内存而造</translation>
    </message>
    <message>
        <source>this program does not read %1 files</source>
        <translation>本程序不读取 %1 文件</translation>
    </message>
    <message>
        <source>Text or a number is wanted</source>
        <translation>应为文本或数字</translation>
    </message>
    <message>
        <source>Text, a number or messages with role and content are wanted</source>
        <translation>应为文本、数字，或带有 role 和 content 的消息</translation>
    </message>
    <message>
        <source>Set system of [template] and take it out of the rows</source>
        <translation>请在 [template] 中设置 system，并从各行中去掉</translation>
    </message>
    <message>
        <source>A row is one question and one answer</source>
        <translation>一行应是一个问题和一个回答</translation>
    </message>
    <message>
        <source>A conversation ends with the answer that is learnt</source>
        <translation>对话应以要学习的回答结尾</translation>
    </message>
    <message>
        <source>Give every row an id of its own, or none</source>
        <translation>请给每行各自的 id，或都不给</translation>
    </message>
    <message>
        <source>Give every row this column.</source>
        <translation>请让每一行都有这一列。</translation>
    </message>
    <message>
        <source>The columns are %1</source>
        <translation>已有的列：%1</translation>
    </message>
    <message>
        <source>The columns are %1.</source>
        <translation>已有的列：%1。</translation>
    </message>
    <message>
        <source>The row has no columns</source>
        <translation>这一行没有列</translation>
    </message>
    <message>
        <source>The row has no columns.</source>
        <translation>这一行没有列。</translation>
    </message>
    <message>
        <source>Flatten the row</source>
        <translation>请减少这一行的嵌套</translation>
    </message>
    <message>
        <source>Flatten the column</source>
        <translation>请减少这一列的嵌套</translation>
    </message>
    <message>
        <source>Keep one of the two</source>
        <translation>请只保留其中一个</translation>
    </message>
    <message>
        <source>Rename one of the two</source>
        <translation>请给其中一个改名</translation>
    </message>
    <message>
        <source>Split the row, or drop columns that are not needed</source>
        <translation>请拆分这一行，或去掉不需要的列</translation>
    </message>
    <message>
        <source>Close its quotes, split the row, or drop columns that are not needed</source>
        <translation>请补上引号、拆分这一行，或去掉不需要的列</translation>
    </message>
    <message>
        <source>The file is cut off: get it again</source>
        <translation>文件不完整：请重新获取</translation>
    </message>
    <message>
        <source>The file must be an array of objects, or one object per line</source>
        <translation>文件应是对象的数组，或每行一个对象</translation>
    </message>
    <message>
        <source>Each line must be one JSON object</source>
        <translation>每行应是一个 JSON 对象</translation>
    </message>
    <message>
        <source>It has nothing but its columns&apos; names</source>
        <translation>除了列名之外什么也没有</translation>
    </message>
    <message>
        <source>The first line must name the columns</source>
        <translation>第一行应为列名</translation>
    </message>
    <message>
        <source>Check that the file is there and may be read</source>
        <translation>请检查文件是否存在、能否读取</translation>
    </message>
    <message>
        <source>Put the files there or correct the pattern</source>
        <translation>请把文件放到那里，或更正匹配模式</translation>
    </message>
    <message>
        <source>Unpack it: %1</source>
        <translation>请先解压：%1</translation>
    </message>
    <message>
        <source>Unpack it, or save the sheet as CSV</source>
        <translation>请解压，或把表格另存为 CSV</translation>
    </message>
    <message>
        <source>Write it as Parquet, JSON Lines or CSV</source>
        <translation>请另存为 Parquet、JSON Lines 或 CSV</translation>
    </message>
    <message>
        <source>Fetch the data: %1</source>
        <translation>请取得数据：%1</translation>
    </message>
    <message>
        <source>Export the table as CSV</source>
        <translation>请把表导出为 CSV</translation>
    </message>
    <message>
        <source>Use retort on a terminal</source>
        <translation>请在终端上使用 retort</translation>
    </message>
    <message>
        <source>Convert the file to UTF-8</source>
        <translation>请把文件转换为 UTF-8</translation>
    </message>
    <message>
        <source>Rows are lines of cells with commas between; a cell with a comma, quote or line end is quoted</source>
        <translation>每行是以逗号分隔的单元格；含有逗号、引号或换行的单元格要加引号</translation>
    </message>
    <message>
        <source>The file is damaged or cut off: get it again, or write it anew</source>
        <translation>文件已损坏或不完整：请重新获取或重新写出</translation>
    </message>
    <message>
        <source>The file is damaged or made to exhaust this machine: get it from its author</source>
        <translation>文件已损坏，或专为耗尽本机而造：请向作者获取</translation>
    </message>
    <message>
        <source>The file is made to exhaust this machine: get it from its author</source>
        <translation>文件专为耗尽本机而造：请向作者获取</translation>
    </message>
    <message>
        <source>Get the file again, or write it with smaller pages and row groups</source>
        <translation>请重新获取文件，或用更小的页和行组写出</translation>
    </message>
</context>
<context>
    <name>retort::Explain</name>
    <message>
        <source>learning rate %1 (constant)</source>
        <translation>学习率 %1（不变）</translation>
    </message>
    <message>
        <source>learning rate %1 to %2 (%3)</source>
        <translation>学习率 %1 到 %2（%3）</translation>
    </message>
    <message>
        <source>%1 prompts x %2 completions = %3 rollouts a step, at most %4 tokens each at temperature %5, so at most %6 tokens a step</source>
        <translation>每步 %1 题 × %2 条回答 = %3 次采样，每条至多 %4 个词元，温度 %5，所以每步至多 %6 个词元</translation>
    </message>
    <message>
        <source>no KL term, so no reference model in memory</source>
        <translation>没有 KL 项，所以内存中没有参考模型</translation>
    </message>
    <message>
        <source>KL weight %1; the reference becomes the policy %2 times</source>
        <translation>KL 权重 %1；参考模型 %2 次更新为策略</translation>
    </message>
    <message>
        <source>KL weight %1 against the start model throughout</source>
        <translation>KL 权重 %1，始终以初始模型为参考</translation>
    </message>
    <message>
        <source>%1 layers of width %2: %3 million parameters besides the embedding</source>
        <translation>%1 层，宽 %2：除嵌入外 %3 百万参数</translation>
    </message>
    <message>
        <source>%1 completions of %2 prompts, at most %3 tokens each at temperature %4</source>
        <translation>%2 题各 %1 条回答，每条至多 %3 个词元，温度 %4</translation>
    </message>
    <message>
        <source>%1 completions of every prompt, at most %2 tokens each at temperature %3</source>
        <translation>每题 %1 条回答，每条至多 %2 个词元，温度 %3</translation>
    </message>
    <message>
        <source>waits for a person&apos;s verdicts</source>
        <translation>等待人的裁决</translation>
    </message>
    <message>
        <source>keeps every candidate that passes</source>
        <translation>保留所有通过的候选</translation>
    </message>
    <message>
        <source>keeps the first %1 candidates that pass</source>
        <translation>保留最先通过的 %1 个候选</translation>
    </message>
    <message>
        <source>%1 loss on what it sees: the %2</source>
        <translation>%1 损失，它看到的是：%2</translation>
    </message>
    <message>
        <source>pass@1 over %1 samples of every prompt of %2, temperature %3, top-p %4</source>
        <translation>pass@1：%2 的每题 %1 次采样，温度 %3，top-p %4</translation>
    </message>
    <message>
        <source>minibatches: %1 of %2 rollouts; epochs: %3; optimizer steps: %4 a step, %5 in all</source>
        <translation>小批：%1 个，每批 %2 次采样；遍数：%3；优化器步：每步 %4 个，共 %5 个</translation>
    </message>
    <message>
        <source>optimizer steps: %1; batches of up to %2 tokens, rows of at most %3</source>
        <translation>优化器步：%1；每批至多 %2 个词元，每行至多 %3 个</translation>
    </message>
    <message>
        <source>epochs: %1; batches of up to %2 tokens, rows of at most %3</source>
        <translation>轮数：%1；每批至多 %2 个词元，每行至多 %3 个</translation>
    </message>
    <message>
        <source>epochs: %1; batches of %2 pairs, %3% of the pairs kept back</source>
        <translation>轮数：%1；每批 %2 对，留出 %3% 的对</translation>
    </message>
</context>
<context>
    <name>retort::Findings</name>
    <message>
        <source>%1 must be %2, not %3</source>
        <translation>%1 必须是%2，而不是 %3</translation>
    </message>
    <message>
        <source>%1 must be at least %2, not %3</source>
        <translation>%1 至少为 %2，而不是 %3</translation>
    </message>
    <message>
        <source>%1 must be at least %2 (%3), not %4</source>
        <translation>%1 至少为 %2（%3），而不是 %4</translation>
    </message>
    <message>
        <source>%1 must be from %2 to %3, not %4</source>
        <translation>%1 必须在 %2 到 %3 之间，而不是 %4</translation>
    </message>
    <message>
        <source>%1 must be from %2 to %3 (%4), not %5</source>
        <translation>%1 必须在 %2 到 %3 之间（%4），而不是 %5</translation>
    </message>
    <message>
        <source>%1 must be text in quotes, not %2</source>
        <translation>%1 必须是带引号的文本，而不是 %2</translation>
    </message>
    <message>
        <source>%1 must be a whole number, not %2</source>
        <translation>%1 必须是整数，而不是 %2</translation>
    </message>
    <message>
        <source>%1 must be a number, not %2</source>
        <translation>%1 必须是数，而不是 %2</translation>
    </message>
    <message>
        <source>%1 must be true or false, not %2</source>
        <translation>%1 必须是 true 或 false，而不是 %2</translation>
    </message>
    <message>
        <source>%1 must be a list of names, not %2</source>
        <translation>%1 必须是名称的列表，而不是 %2</translation>
    </message>
    <message>
        <source>%1 must be a list of numbers, not %2</source>
        <translation>%1 必须是数的列表，而不是 %2</translation>
    </message>
    <message>
        <source>%1 must be a list of numbers, but holds %2</source>
        <translation>%1 必须是数的列表，却含有 %2</translation>
    </message>
    <message>
        <source>%1 must be a table, not %2</source>
        <translation>%1 必须是表，而不是 %2</translation>
    </message>
    <message>
        <source>%1 must be a model folder in quotes, not %2</source>
        <translation>%1 必须是带引号的模型文件夹，而不是 %2</translation>
    </message>
    <message>
        <source>must be a table, not %1</source>
        <translation>必须是表，而不是 %1</translation>
    </message>
    <message>
        <source>%1 cannot be %2</source>
        <translation>%1 不能是 %2</translation>
    </message>
    <message>
        <source>%1 must not be empty</source>
        <translation>%1 不能为空</translation>
    </message>
    <message>
        <source>%1 names %2 twice</source>
        <translation>%1 两次写了 %2</translation>
    </message>
    <message>
        <source>unknown key %1</source>
        <translation>未知的键 %1</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is missing</source>
        <translation>缺少“%1”</translation>
    </message>
    <message>
        <source>[project] is missing</source>
        <translation>缺少 [project]</translation>
    </message>
    <message>
        <source>the recipe has no stages</source>
        <translation>配方没有阶段</translation>
    </message>
    <message>
        <source>the name may hold only letters, digits, _ and -, at most 64</source>
        <translation>名称只能含字母、数字、_ 和 -，至多 64 个</translation>
    </message>
    <message>
        <source>the rubric has no terms</source>
        <translation>评分标准没有评分项</translation>
    </message>
    <message>
        <source>no kind of reward is called %1</source>
        <translation>没有名为 %1 的奖励类型</translation>
    </message>
    <message>
        <source>no kind of stage is called %1</source>
        <translation>没有名为 %1 的阶段类型</translation>
    </message>
    <message>
        <source>model and models exclude each other</source>
        <translation>model 与 models 只能写一个</translation>
    </message>
    <message>
        <source>model and init exclude each other</source>
        <translation>model 与 init 只能写一个</translation>
    </message>
    <message>
        <source>stages form a cycle: %1</source>
        <translation>阶段形成了环：%1</translation>
    </message>
    <message>
        <source>%1 needs %2</source>
        <translation>%1 依赖 %2</translation>
    </message>
    <message>
        <source>The columns are %1. Set %2 of %3, or &quot;&quot; when there is none.</source>
        <translation>这些列有：%1。请设 %3 的 %2，没有则写 &quot;&quot;。</translation>
    </message>
    <message>
        <source>The columns are %1. Set %2 of %3</source>
        <translation>这些列有：%1。请设 %3 的 %2</translation>
    </message>
    <message>
        <source>prompt has no {prompt}</source>
        <translation>prompt 里没有 {prompt}</translation>
    </message>
    <message>
        <source>%1 is already the name of a model</source>
        <translation>%1 已是一个模型的名称</translation>
    </message>
    <message>
        <source>%1 is already the name of a data set</source>
        <translation>%1 已是一个数据集的名称</translation>
    </message>
    <message>
        <source>%1 is already the name of a %2 stage</source>
        <translation>%1 已是一个 %2 阶段的名称</translation>
    </message>
    <message>
        <source>%1 is already the name of an %2 stage</source>
        <translation>%1 已是一个 %2 阶段的名称</translation>
    </message>
    <message>
        <source>there is no %1/config.json</source>
        <translation>没有 %1/config.json</translation>
    </message>
    <message>
        <source>there is no %1/tokenizer.json</source>
        <translation>没有 %1/tokenizer.json</translation>
    </message>
    <message>
        <source>there is no file %1</source>
        <translation>没有文件 %1</translation>
    </message>
    <message>
        <source>no file matches %1</source>
        <translation>没有文件匹配 %1</translation>
    </message>
    <message>
        <source>model is only for terms of kind reward_model or process</source>
        <translation>model 只用于 reward_model 或 process 类型的评分项</translation>
    </message>
    <message>
        <source>%1 is only for terms of kind %2</source>
        <translation>%1 只用于 %2 类型的评分项</translation>
    </message>
    <message>
        <source>max_length (%1) must be above min_length (%2)</source>
        <translation>max_length（%1）必须大于 min_length（%2）</translation>
    </message>
    <message>
        <source>max_length (%1) is below min_length (%2)</source>
        <translation>max_length（%1）小于 min_length（%2）</translation>
    </message>
    <message>
        <source>model %1 is not a stage</source>
        <translation>model %1 不是阶段</translation>
    </message>
    <message>
        <source>model %1 is a %2 stage, not a reward_model stage</source>
        <translation>model %1 是 %2 阶段，而不是 reward_model 阶段</translation>
    </message>
    <message>
        <source>model %1 is an %2 stage, not a reward_model stage</source>
        <translation>model %1 是 %2 阶段，而不是 reward_model 阶段</translation>
    </message>
    <message>
        <source>a term of kind %1 cannot read %2, whose loss is %3</source>
        <translation>%1 类型的评分项不能读 %2，其 loss 为 %3</translation>
    </message>
    <message>
        <source>model %1 is a %2 stage, which makes no model that writes</source>
        <translation>model %1 是 %2 阶段，它不产生能写作的模型</translation>
    </message>
    <message>
        <source>model %1 is an %2 stage, which makes no model that writes</source>
        <translation>model %1 是 %2 阶段，它不产生能写作的模型</translation>
    </message>
    <message>
        <source>model %1 is a data set</source>
        <translation>model %1 是数据集</translation>
    </message>
    <message>
        <source>model %1 is neither in [models] nor a stage</source>
        <translation>model %1 既不在 [models] 里，也不是阶段</translation>
    </message>
    <message>
        <source>data %1 is of kind %2</source>
        <translation>data %1 的类型是 %2</translation>
    </message>
    <message>
        <source>data %1 is a %2 stage, whose output cannot be read here</source>
        <translation>data %1 是 %2 阶段，其输出不能在这里读</translation>
    </message>
    <message>
        <source>data %1 is an %2 stage, whose output cannot be read here</source>
        <translation>data %1 是 %2 阶段，其输出不能在这里读</translation>
    </message>
    <message>
        <source>data %1 is not in [data]</source>
        <translation>data %1 不在 [data] 里</translation>
    </message>
    <message>
        <source>data %1 is not in [data] nor a stage</source>
        <translation>data %1 既不在 [data] 里，也不是阶段</translation>
    </message>
    <message>
        <source>rubric %1 is not in [rubrics]</source>
        <translation>rubric %1 不在 [rubrics] 里</translation>
    </message>
    <message>
        <source>mix has %1 shares for %2 data sets</source>
        <translation>mix 有 %1 个份额，却有 %2 个数据集</translation>
    </message>
    <message>
        <source>the shares of mix are all 0</source>
        <translation>mix 的份额全为 0</translation>
    </message>
    <message>
        <source>%1 prompts x %2 = %3 rollouts cannot be split into %4 minibatches</source>
        <translation>%1 题 × %2 = %3 次采样不能分成 %4 个小批</translation>
    </message>
    <message>
        <source>temperature must be above 0 for grpo</source>
        <translation>grpo 的 temperature 必须大于 0</translation>
    </message>
    <message>
        <source>hidden_size (%1) must be a multiple of num_attention_heads (%2)</source>
        <translation>hidden_size（%1）必须是 num_attention_heads（%2）的倍数</translation>
    </message>
    <message>
        <source>hidden_size / num_attention_heads (%1) must be even, for the rotary embedding</source>
        <translation>hidden_size / num_attention_heads（%1）必须是偶数，旋转位置编码需要</translation>
    </message>
    <message>
        <source>num_attention_heads (%1) must be a multiple of num_key_value_heads (%2)</source>
        <translation>num_attention_heads（%1）必须是 num_key_value_heads（%2）的倍数</translation>
    </message>
    <message>
        <source>candidates %1 is not a stage</source>
        <translation>candidates %1 不是阶段</translation>
    </message>
    <message>
        <source>candidates %1 is a %2 stage</source>
        <translation>candidates %1 是 %2 阶段</translation>
    </message>
    <message>
        <source>candidates %1 is an %2 stage</source>
        <translation>candidates %1 是 %2 阶段</translation>
    </message>
    <message>
        <source>stage %1 labels no steps</source>
        <translation>阶段 %1 不标注步骤</translation>
    </message>
    <message>
        <source>is used for training and for evaluation</source>
        <translation>既用于训练又用于评测</translation>
    </message>
    <message>
        <source>%1 of its %2 prompts are also in training data %3, first row %4: %5</source>
        <translation>其 %2 道题中有 %1 道也在训练数据 %3 里，首先是第 %4 行：%5</translation>
    </message>
    <message>
        <source>nothing uses it</source>
        <translation>没有地方用到它</translation>
    </message>
    <message>
        <source>%1 prompts of %2 have no reference, and rubric %3 scores %4</source>
        <translation>%2 中有 %1 道题没有参考答案，而评分标准 %3 要评 %4</translation>
    </message>
    <message>
        <source>%1 references of %2 cannot be read, so their answers are never scored; the first is %3</source>
        <translation>%2 中有 %1 个参考答案无法读懂，其回答因而从不计分；第一个是 %3</translation>
    </message>
    <message>
        <source>term %1 of rubric %2 is for domain &quot;%3&quot;, which no prompt of the stage has</source>
        <translation>评分标准 %2 的评分项 %1 针对领域“%3”，该阶段没有这样的题目</translation>
    </message>
    <message>
        <source>a table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>a date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>a time</source>
        <translation>时刻</translation>
    </message>
    <message>
        <source>a date and time</source>
        <translation>日期和时刻</translation>
    </message>
    <message>
        <source>Did you mean &quot;%1&quot;?</source>
        <translation>是否想写“%1”？</translation>
    </message>
    <message>
        <source>There are none</source>
        <translation>一个也没有</translation>
    </message>
    <message>
        <source>Known: %1</source>
        <translation>已知的有：%1</translation>
    </message>
    <message>
        <source>Add a section [stages.NAME] with a kind</source>
        <translation>加一节 [stages.NAME]，写明 kind</translation>
    </message>
    <message>
        <source>Begin the file with [project] and name = &quot;...&quot;</source>
        <translation>文件以 [project] 和 name = &quot;...&quot; 开头</translation>
    </message>
    <message>
        <source>Add one, e.g. accuracy = 1.0</source>
        <translation>加一项，例如 accuracy = 1.0</translation>
    </message>
    <message>
        <source>Leave one of them out</source>
        <translation>去掉其中一个</translation>
    </message>
    <message>
        <source>Let one of them start from something else</source>
        <translation>让其中一个从别处开始</translation>
    </message>
    <message>
        <source>Put {prompt} where the problem should stand</source>
        <translation>在题目应处的位置写 {prompt}</translation>
    </message>
    <message>
        <source>Models, data sets and stages share one set of names: choose another</source>
        <translation>模型、数据集和阶段共用一套名称：请换一个</translation>
    </message>
    <message>
        <source>Put a HuggingFace model folder there or correct the path</source>
        <translation>在那里放一个 HuggingFace 模型文件夹，或改正路径</translation>
    </message>
    <message>
        <source>Put the data there or correct the path</source>
        <translation>把数据放在那里，或改正路径</translation>
    </message>
    <message>
        <source>Put a tokenizer folder there or correct the path</source>
        <translation>在那里放一个分词器文件夹，或改正路径</translation>
    </message>
    <message>
        <source>Leave it out or set kind = &quot;%1&quot;</source>
        <translation>去掉它，或设 kind = &quot;%1&quot;</translation>
    </message>
    <message>
        <source>Set both, in tokens</source>
        <translation>两者都要设，单位为词元</translation>
    </message>
    <message>
        <source>Name the reward_model stage that scores</source>
        <translation>写出打分的 reward_model 阶段</translation>
    </message>
    <message>
        <source>Terms of kind process read reward_model stages with loss = &quot;process&quot;, and only those</source>
        <translation>process 类型的评分项只读 loss = &quot;process&quot; 的 reward_model 阶段</translation>
    </message>
    <message>
        <source>%1 stages read data of kind %2</source>
        <translation>%1 阶段读的数据类型是 %2</translation>
    </message>
    <message>
        <source>Give one share for each</source>
        <translation>每个给一个份额</translation>
    </message>
    <message>
        <source>Give one share above 0</source>
        <translation>至少给一个大于 0 的份额</translation>
    </message>
    <message>
        <source>Choose minibatches that divide prompts_per_step * group_size</source>
        <translation>minibatches 要能整除 prompts_per_step * group_size</translation>
    </message>
    <message>
        <source>At 0 all completions of a prompt are the same</source>
        <translation>为 0 时一道题的所有回答都一样</translation>
    </message>
    <message>
        <source>Leave model out to begin from random weights, or init to train on</source>
        <translation>从随机权重开始就去掉 model，接着训练就去掉 init</translation>
    </message>
    <message>
        <source>Name a folder with tokenizer.json, or give the stage a model to train on</source>
        <translation>写出含 tokenizer.json 的文件夹，或给该阶段一个要接着训练的模型</translation>
    </message>
    <message>
        <source>Name a sample stage</source>
        <translation>写一个 sample 阶段</translation>
    </message>
    <message>
        <source>Set its step_rollouts, e.g. to 8</source>
        <translation>设它的 step_rollouts，例如 8</translation>
    </message>
    <message>
        <source>Evaluate on prompts of their own</source>
        <translation>评测要用单独的题目</translation>
    </message>
    <message>
        <source>Take them out of one of the two</source>
        <translation>从其中一边去掉它们</translation>
    </message>
    <message>
        <source>Leave it out, or name it in a stage</source>
        <translation>去掉它，或在某个阶段里写上它</translation>
    </message>
    <message>
        <source>Give the term a domain, or the prompts references</source>
        <translation>给评分项一个领域，或给题目参考答案</translation>
    </message>
    <message>
        <source>Correct them in the data</source>
        <translation>在数据里改正</translation>
    </message>
    <message>
        <source>Correct the domain, or leave the term out</source>
        <translation>改正领域，或去掉该评分项</translation>
    </message>
</context>
<context>
    <name>retort::Health</name>
    <message>
        <source>A metric is not a number: {metric} at step {from}</source>
        <translation>指标不是数值：{metric}，第 {from} 步</translation>
    </message>
    <message>
        <source>A NaN or infinity in the loss or a gradient spreads into the weights; nothing after it can be trusted.</source>
        <translation>损失或梯度中的 NaN 或无穷大会传入权重，其后的一切都不可信。</translation>
    </message>
    <message>
        <source>Stop, resume or fork from the last checkpoint before that step, with half the learning rate or a smaller max_grad_norm.</source>
        <translation>停止运行，从该步之前的最后一个检查点继续或分叉，把学习率减半或调小 max_grad_norm。</translation>
    </message>
    <message>
        <source>The trainer has shown no sign of life for {value} s (limit {threshold} s)</source>
        <translation>训练程序已 {value} 秒没有动静（上限 {threshold} 秒）</translation>
    </message>
    <message>
        <source>It may be busy with one very long batch; or a grader, a disk or another process hangs.</source>
        <translation>可能正忙于一个很长的批次，也可能是评分、磁盘或其他进程卡住了。</translation>
    </message>
    <message>
        <source>Look at the log of the run. If nothing moves, end the trainer process and resume: what was committed is kept.</source>
        <translation>请查看运行日志。若毫无进展，请结束训练进程后再继续：已提交的内容都会保留。</translation>
    </message>
    <message>
        <source>The policy has run away from its reference: KL {value} nats per token (limit {threshold})</source>
        <translation>策略已远离参考模型：每词元 KL {value} 纳特（上限 {threshold}）</translation>
    </message>
    <message>
        <source>A distance of this size mostly means that the model exploits the reward or that an update went wrong; a slow rise would be normal.</source>
        <translation>这样大的距离多半意味着模型在钻奖励的空子，或某次更新出了错；缓慢上升才是正常的。</translation>
    </message>
    <message>
        <source>Read the newest traces. Then raise kl_beta or halve the learning rate, from a checkpoint before the rise.</source>
        <translation>先读最新的回答，再从上升之前的检查点出发，提高 kl_beta 或把学习率减半。</translation>
    </message>
    <message>
        <source>The reward has lost more than half of what it had gained: {value}, best was {threshold}</source>
        <translation>奖励已失去过半的增长：现为 {value}，最高曾达 {threshold}</translation>
    </message>
    <message>
        <source>Late falls seldom recover by themselves: the update has destroyed something that worked.</source>
        <translation>后期的下跌很少自行恢复：更新破坏了原本有效的东西。</translation>
    </message>
    <message>
        <source>Fork from the checkpoint at the best reward, with a lower learning rate or a higher kl_beta.</source>
        <translation>从奖励最高处的检查点分叉，降低学习率或提高 kl_beta。</translation>
    </message>
    <message>
        <source>Entropy has collapsed: {value} nats per token (limit {threshold})</source>
        <translation>熵已塌缩：每词元 {value} 纳特（下限 {threshold}）</translation>
    </message>
    <message>
        <source>All answers of a group become alike before the problems are solved: nothing new is tried, and nothing more is learned.</source>
        <translation>题目尚未解决，同组回答却已雷同：不再尝试新的做法，也就学不到更多。</translation>
    </message>
    <message>
        <source>Raise clip_high or the sampling temperature, or lower the learning rate; go on from a checkpoint before the fall.</source>
        <translation>提高 clip_high 或采样温度，或降低学习率；从下跌之前的检查点继续。</translation>
    </message>
    <message>
        <source>Most groups teach nothing: in {value} all answers have the same reward (limit {threshold})</source>
        <translation>多数组没有学习信号：{value} 的组中所有回答奖励相同（上限 {threshold}）</translation>
    </message>
    <message>
        <source>The problems are solved: every answer is right, so that no advantage is left.</source>
        <translation>题目已解决：回答全对，不再有优势可学。</translation>
    </message>
    <message>
        <source>Use harder problems, or end the stage here and keep this checkpoint.</source>
        <translation>换更难的题目，或在此结束阶段并保留这个检查点。</translation>
    </message>
    <message>
        <source>The problems are too hard for this model, or the verifier accepts nothing: hardly an answer is right.</source>
        <translation>题目对这个模型太难，或验证器什么都不接受：几乎没有正确的回答。</translation>
    </message>
    <message>
        <source>Look at the extracted answers of a few traces. If they are judged well, take easier problems, a larger group_size, or fine-tune first.</source>
        <translation>看几条回答中提取的答案。若判分无误，请换更容易的题目、调大 group_size，或先做微调。</translation>
    </message>
    <message>
        <source>Many answers are cut at the token limit: {value} (limit {threshold})</source>
        <translation>许多回答在词元上限处被截断：{value}（上限 {threshold}）</translation>
    </message>
    <message>
        <source>A cut answer is never right, so that long thinking is punished and the length stops growing.</source>
        <translation>被截断的回答永远不对，于是长思考受罚，长度不再增长。</translation>
    </message>
    <message>
        <source>Raise sampling.max_tokens, or add the length term of the rewards if the text repeats itself.</source>
        <translation>调大 sampling.max_tokens；若文本自我重复，请加入奖励中的长度项。</translation>
    </message>
    <message>
        <source>Sampler and trainer disagree about their own probabilities: {value} nats per token (limit {threshold})</source>
        <translation>采样端与训练端算出的概率不一致：每词元 {value} 纳特（上限 {threshold}）</translation>
    </message>
    <message>
        <source>Training then corrects a model that did not write the text; runs that begin so often diverge later.</source>
        <translation>这样训练修正的并不是写出文本的模型；如此开始的运行后来常会发散。</translation>
    </message>
    <message>
        <source>Train and sample in float32, or check that temperature, template and weights are the same on both sides.</source>
        <translation>用 float32 训练和采样，或检查两端的温度、模板和权重是否相同。</translation>
    </message>
    <message>
        <source>The gradient norm jumps: {value}, {threshold} is ten times its median</source>
        <translation>梯度范数突增：{value}，其中位数的十倍为 {threshold}</translation>
    </message>
    <message>
        <source>Spikes come before divergence; a single one after which the curves go on as before is harmless.</source>
        <translation>尖峰是发散的前兆；只有一次且曲线照旧，则无妨。</translation>
    </message>
    <message>
        <source>Look at the traces of that step. If it happens again, lower max_grad_norm or the learning rate.</source>
        <translation>查看该步的回答。若再次出现，请调低 max_grad_norm 或学习率。</translation>
    </message>
    <message>
        <source>The grading itself fails for {value} of the answers (limit {threshold})</source>
        <translation>{value} 的回答评分本身失败（上限 {threshold}）</translation>
    </message>
    <message>
        <source>Answers whose grading fails never train: the share is lost, and what fails is seldom a random part.</source>
        <translation>评分失败的回答从不参与训练：这部分就丢了，而失败的往往并非随机。</translation>
    </message>
    <message>
        <source>Filter the traces by grading error and read the reason; most often a reference cannot be parsed or a time limit is too short.</source>
        <translation>按评分错误筛选回答并读其原因；多半是参考答案无法解析，或时限太短。</translation>
    </message>
</context>
<context>
    <name>retort::Metrics</name>
    <message>
        <source>Reward</source>
        <translation>奖励</translation>
    </message>
    <message>
        <source>Mean weighted reward of the step&apos;s rollouts; rises and levels off in a healthy run.</source>
        <translation>该步所有采样的加权奖励均值；正常的运行会先上升再趋于平稳。</translation>
    </message>
    <message>
        <source>Reward spread</source>
        <translation>奖励离散度</translation>
    </message>
    <message>
        <source>Mean over groups of the rewards&apos; standard deviation; near zero there is nothing left to learn from.</source>
        <translation>各组奖励标准差的均值；接近零时就没有可学的了。</translation>
    </message>
    <message>
        <source>Reward term</source>
        <translation>奖励项</translation>
    </message>
    <message>
        <source>Mean score of one reward term before its weight.</source>
        <translation>某一奖励项加权前的平均得分。</translation>
    </message>
    <message>
        <source>Reward term spread</source>
        <translation>奖励项离散度</translation>
    </message>
    <message>
        <source>Standard deviation of one reward term over all rollouts of the step.</source>
        <translation>某一奖励项在该步所有采样上的标准差。</translation>
    </message>
    <message>
        <source>Groups without signal</source>
        <translation>无信号的组</translation>
    </message>
    <message>
        <source>Share of groups whose rewards are all alike, so that they teach nothing; high at the start or the end.</source>
        <translation>组内奖励全部相同、学不到东西的组所占比例；开始和结束时较高。</translation>
    </message>
    <message>
        <source>Pass rate</source>
        <translation>通过率</translation>
    </message>
    <message>
        <source>Share of rollouts with the right answer, among those whose answer was checked.</source>
        <translation>检查过答案的采样中答对的比例。</translation>
    </message>
    <message>
        <source>Response length</source>
        <translation>回答长度</translation>
    </message>
    <message>
        <source>Mean length of a completion; grows as the model learns to reason at length.</source>
        <translation>补全的平均长度；模型学会长推理时会增长。</translation>
    </message>
    <message>
        <source>Shortest response</source>
        <translation>最短回答</translation>
    </message>
    <message>
        <source>Length of the shortest completion; a fall to a few tokens hints at collapse.</source>
        <translation>最短补全的长度；降到几个词元说明可能崩溃。</translation>
    </message>
    <message>
        <source>Longest response</source>
        <translation>最长回答</translation>
    </message>
    <message>
        <source>Length of the longest completion; at the limit, completions are being cut.</source>
        <translation>最长补全的长度；达到上限说明有补全被截断。</translation>
    </message>
    <message>
        <source>Length when finished</source>
        <translation>自行结束的长度</translation>
    </message>
    <message>
        <source>Mean length of the completions that ended by themselves.</source>
        <translation>自行结束的补全的平均长度。</translation>
    </message>
    <message>
        <source>Cut share</source>
        <translation>截断比例</translation>
    </message>
    <message>
        <source>Share of completions cut at the token limit; keep it low or raise the limit.</source>
        <translation>在词元上限处被截断的补全比例；应保持较低，否则提高上限。</translation>
    </message>
    <message>
        <source>Length when right</source>
        <translation>答对时长度</translation>
    </message>
    <message>
        <source>Mean length of completions with the right answer.</source>
        <translation>答对的补全的平均长度。</translation>
    </message>
    <message>
        <source>Length when wrong</source>
        <translation>答错时长度</translation>
    </message>
    <message>
        <source>Mean length of completions with a wrong answer; wrong ones growing alone is rambling.</source>
        <translation>答错的补全的平均长度；只有答错的变长说明在绕圈子。</translation>
    </message>
    <message>
        <source>Language consistency</source>
        <translation>语言一致性</translation>
    </message>
    <message>
        <source>Mean share of words in the prompt&apos;s language; 1 is one language throughout.</source>
        <translation>与题目同语言的词所占比例的均值；1 表示通篇一种语言。</translation>
    </message>
    <message>
        <source>Mixed responses</source>
        <translation>混杂的回答</translation>
    </message>
    <message>
        <source>Share of completions with at least one passage in another language.</source>
        <translation>至少有一处其他语言的补全比例。</translation>
    </message>
    <message>
        <source>Well-formed</source>
        <translation>格式正确</translation>
    </message>
    <message>
        <source>Share of completions with the think and answer parts the format asks for.</source>
        <translation>含有格式要求的思考和答案部分的补全比例。</translation>
    </message>
    <message>
        <source>Grader errors</source>
        <translation>评分出错</translation>
    </message>
    <message>
        <source>Share of rollouts whose grading failed; they never train. Should be zero.</source>
        <translation>评分失败的采样比例；它们不参与训练。应为零。</translation>
    </message>
    <message>
        <source>Self-checking</source>
        <translation>自我检查</translation>
    </message>
    <message>
        <source>Share of completions that contain a word of reflection; rises when checking pays.</source>
        <translation>含有反思用语的补全比例；检查有用时会上升。</translation>
    </message>
    <message>
        <source>Right when self-checking</source>
        <translation>自查时答对</translation>
    </message>
    <message>
        <source>Pass rate of the completions that check themselves.</source>
        <translation>进行自我检查的补全的通过率。</translation>
    </message>
    <message>
        <source>KL to reference</source>
        <translation>与参考模型的 KL</translation>
    </message>
    <message>
        <source>Mean k3 estimate of the divergence from the reference model per token; a slow rise is normal, a jump is not.</source>
        <translation>每词元与参考模型散度的 k3 估计均值；缓慢上升正常，突跳不正常。</translation>
    </message>
    <message>
        <source>Entropy</source>
        <translation>熵</translation>
    </message>
    <message>
        <source>Mean entropy of the sampling distribution per token; a fall to zero means exploration has ended.</source>
        <translation>采样分布每词元的平均熵；降到零说明探索已停止。</translation>
    </message>
    <message>
        <source>Clipped low</source>
        <translation>下侧裁剪</translation>
    </message>
    <message>
        <source>Share of tokens whose probability ratio was clipped from below.</source>
        <translation>概率比从下侧被裁剪的词元比例。</translation>
    </message>
    <message>
        <source>Clipped high</source>
        <translation>上侧裁剪</translation>
    </message>
    <message>
        <source>Share of tokens whose probability ratio was clipped from above; large values waste samples.</source>
        <translation>概率比从上侧被裁剪的词元比例；数值大说明浪费样本。</translation>
    </message>
    <message>
        <source>Sampler gap, mean</source>
        <translation>采样器差异，均值</translation>
    </message>
    <message>
        <source>Mean |log-probability by sampler - by trainer| per token; about 1e-6 in fp32.</source>
        <translation>每词元 |采样器与训练器对数概率之差| 的均值；fp32 下约 1e-6。</translation>
    </message>
    <message>
        <source>Sampler gap, largest</source>
        <translation>采样器差异，最大</translation>
    </message>
    <message>
        <source>Largest |log-probability by sampler - by trainer| of a token; at most 1e-5 in fp32.</source>
        <translation>单个词元 |采样器与训练器对数概率之差| 的最大值；fp32 下不超过 1e-5。</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>What the optimizer minimises; for GRPO it hovers near zero and says little by itself.</source>
        <translation>优化器最小化的量；GRPO 中它在零附近，本身说明不了什么。</translation>
    </message>
    <message>
        <source>Policy loss</source>
        <translation>策略损失</translation>
    </message>
    <message>
        <source>The clipped policy-gradient part of the loss, without the KL term.</source>
        <translation>损失中裁剪后的策略梯度部分，不含 KL 项。</translation>
    </message>
    <message>
        <source>Token accuracy</source>
        <translation>词元准确率</translation>
    </message>
    <message>
        <source>Share of target tokens that the model ranks first (supervised stages).</source>
        <translation>模型排在第一位的目标词元比例（监督阶段）。</translation>
    </message>
    <message>
        <source>Reward model accuracy</source>
        <translation>奖励模型准确率</translation>
    </message>
    <message>
        <source>Share of held-out pairs whose chosen answer scores higher; 0.5 is chance.</source>
        <translation>留出的成对数据中更优答案得分更高的比例；0.5 为随机。</translation>
    </message>
    <message>
        <source>Pairs ranked right</source>
        <translation>排序正确的对</translation>
    </message>
    <message>
        <source>Share of the batch&apos;s training pairs whose chosen answer scores higher.</source>
        <translation>该批训练对中更优答案得分更高的比例。</translation>
    </message>
    <message>
        <source>Score margin</source>
        <translation>得分差</translation>
    </message>
    <message>
        <source>Mean score of the chosen answers less that of the rejected ones.</source>
        <translation>更优答案与被拒答案平均得分之差。</translation>
    </message>
    <message>
        <source>Sampled</source>
        <translation>已采样</translation>
    </message>
    <message>
        <source>Completions sampled in this step of a sample stage.</source>
        <translation>采样阶段该步采样的补全数。</translation>
    </message>
    <message>
        <source>Parsed</source>
        <translation>可解析</translation>
    </message>
    <message>
        <source>Of these, finished completions in the required form that the rewards could judge.</source>
        <translation>其中已结束、格式合要求、奖励可评判的补全。</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>Of these, completions with the right answer.</source>
        <translation>其中答对的补全。</translation>
    </message>
    <message>
        <source>One language</source>
        <translation>单一语言</translation>
    </message>
    <message>
        <source>Of these, completions with enough words in the prompt&apos;s language.</source>
        <translation>其中题目语言的词足够多的补全。</translation>
    </message>
    <message>
        <source>Readable</source>
        <translation>可读</translation>
    </message>
    <message>
        <source>Of these, completions without repetition, long paragraphs or unwanted code blocks.</source>
        <translation>其中没有重复、过长段落或不需要的代码块的补全。</translation>
    </message>
    <message>
        <source>Of these, completions that check themselves, where that is asked for.</source>
        <translation>其中进行自我检查的补全（若有此要求）。</translation>
    </message>
    <message>
        <source>Distinct</source>
        <translation>不重复</translation>
    </message>
    <message>
        <source>Of these, completions that no earlier sample of the prompt repeats.</source>
        <translation>其中与同题先前样本不重复的补全。</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Of these, what the stage writes: at most max_per_prompt of a prompt.</source>
        <translation>其中该阶段写出的：每题至多 max_per_prompt 条。</translation>
    </message>
    <message>
        <source>Candidates</source>
        <translation>候选</translation>
    </message>
    <message>
        <source>Candidates that a curate stage had to judge.</source>
        <translation>curate 阶段需要评判的候选。</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Candidates accepted as they are or edited.</source>
        <translation>原样或修改后接受的候选。</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>梯度范数</translation>
    </message>
    <message>
        <source>Global norm before clipping; spikes come before divergence.</source>
        <translation>裁剪前的全局范数；发散之前会出现尖峰。</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Learning rate of the last optimizer step.</source>
        <translation>最后一个优化器步的学习率。</translation>
    </message>
    <message>
        <source>Tokens seen</source>
        <translation>已见词元</translation>
    </message>
    <message>
        <source>Prompt and completion tokens trained on since the stage began.</source>
        <translation>自阶段开始以来训练过的提示与补全词元数。</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Passes over the stage&apos;s data.</source>
        <translation>对该阶段数据的遍历次数。</translation>
    </message>
    <message>
        <source>Step time</source>
        <translation>单步时间</translation>
    </message>
    <message>
        <source>Wall time of the whole step.</source>
        <translation>整步的实际耗时。</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Time spent sampling completions.</source>
        <translation>采样补全所用的时间。</translation>
    </message>
    <message>
        <source>Grade</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Time spent on forward, backward and optimizer.</source>
        <translation>前向、反向和优化器所用的时间。</translation>
    </message>
    <message>
        <source>Generation speed</source>
        <translation>生成速度</translation>
    </message>
    <message>
        <source>Completion tokens sampled per second of generation.</source>
        <translation>生成时每秒采样的补全词元数。</translation>
    </message>
    <message>
        <source>Training speed</source>
        <translation>训练速度</translation>
    </message>
    <message>
        <source>Tokens trained on per second of training.</source>
        <translation>训练时每秒训练的词元数。</translation>
    </message>
    <message>
        <source>Peak memory</source>
        <translation>内存峰值</translation>
    </message>
    <message>
        <source>Largest memory use of the trainer so far; growth over a long run is a leak.</source>
        <translation>训练器迄今的最大内存用量；长期运行中持续增长说明有泄漏。</translation>
    </message>
    <message>
        <source>pass@k</source>
        <translation>pass@k</translation>
    </message>
    <message>
        <source>Chance that one of k samples is right, without bias (evaluations).</source>
        <translation>k 个样本中至少一个正确的概率，无偏估计（评测）。</translation>
    </message>
    <message>
        <source>pass@1 of a class</source>
        <translation>某类的 pass@1</translation>
    </message>
    <message>
        <source>pass@1 of the problems with one level or subject (evaluations).</source>
        <translation>同一难度或学科题目的 pass@1（评测）。</translation>
    </message>
    <message>
        <source>Problems of a class</source>
        <translation>某类题目数</translation>
    </message>
    <message>
        <source>How many problems have that level or subject (evaluations).</source>
        <translation>具有该难度或学科的题目数量（评测）。</translation>
    </message>
    <message>
        <source>Median length</source>
        <translation>长度中位数</translation>
    </message>
    <message>
        <source>Median length of a completion (evaluations).</source>
        <translation>补全长度的中位数（评测）。</translation>
    </message>
    <message>
        <source>Time that rewards took after the last completion had ended.</source>
        <translation>最后一个补全结束后奖励计算所用的时间。</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>检查点</translation>
    </message>
    <message>
        <source>Time that training stood still for the checkpoint taken since the last step.</source>
        <translation>自上一步以来保存检查点时训练停顿的时间。</translation>
    </message>
    <message>
        <source>pass@1 of a class, lower end</source>
        <translation>某一类的 pass@1，下界</translation>
    </message>
    <message>
        <source>Lower end of the 95% interval of a class&apos;s pass@1, by bootstrap over its problems (evaluations).</source>
        <translation>某一类题目 pass@1 的 95% 区间下界，对该类题目自助抽样得到（评测）。</translation>
    </message>
    <message>
        <source>pass@1 of a class, upper end</source>
        <translation>某一类的 pass@1，上界</translation>
    </message>
    <message>
        <source>Upper end of the 95% interval of a class&apos;s pass@1, by bootstrap over its problems (evaluations).</source>
        <translation>某一类题目 pass@1 的 95% 区间上界，对该类题目自助抽样得到（评测）。</translation>
    </message>
</context>
<context>
    <name>retort::Recipe</name>
    <message>
        <source>threads</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>words</source>
        <translation>词</translation>
    </message>
    <message>
        <source>share of the reference</source>
        <translation>占参考值的比例</translation>
    </message>
    <message>
        <source>optimizer steps</source>
        <translation>优化器步</translation>
    </message>
    <message>
        <source>shares</source>
        <translation>份额</translation>
    </message>
    <message>
        <source>rollout steps</source>
        <translation>采样步</translation>
    </message>
    <message>
        <source>prompts</source>
        <translation>题</translation>
    </message>
    <message>
        <source>completions</source>
        <translation>条回答</translation>
    </message>
    <message>
        <source>passes</source>
        <translation>遍</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>heads</source>
        <translation>头</translation>
    </message>
    <message>
        <source>share</source>
        <translation>比例</translation>
    </message>
    <message>
        <source>characters</source>
        <translation>字符</translation>
    </message>
    <message>
        <source>candidates</source>
        <translation>条候选</translation>
    </message>
    <message>
        <source>pairs</source>
        <translation>对</translation>
    </message>
    <message>
        <source>samples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>What the project is called in the workbench.</source>
        <translation>项目在工作台中的名称。</translation>
    </message>
    <message>
        <source>The one seed that every stage derives its own from.</source>
        <translation>唯一的随机种子，各阶段的种子由它派生。</translation>
    </message>
    <message>
        <source>CPU threads; 0 uses all cores.</source>
        <translation>CPU 线程数；0 表示使用全部核心。</translation>
    </message>
    <message>
        <source>Of matrix products; sums, weights and everything else are fp32. auto: bf16 where the processor multiplies it itself.</source>
        <translation>矩阵乘法的精度；求和、权重及其余一切均为 fp32。auto：处理器自带 bf16 乘法时用 bf16。</translation>
    </message>
    <message>
        <source>Steps between trainer checkpoints within a stage.</source>
        <translation>同一阶段内两次训练检查点之间的步数。</translation>
    </message>
    <message>
        <source>Ask by the model&apos;s own chat template; prompt is then the user&apos;s message.</source>
        <translation>使用模型自带的对话模板提问；此时 prompt 是用户消息。</translation>
    </message>
    <message>
        <source>With chat: the system message; empty: none.</source>
        <translation>使用 chat 时的系统消息；留空则没有。</translation>
    </message>
    <message>
        <source>The text the model continues; {prompt} is replaced by the problem.</source>
        <translation>模型续写的文本；{prompt} 会被替换为题目。</translation>
    </message>
    <message>
        <source>Opens the reasoning part; empty when the template already opens it.</source>
        <translation>思考部分的开始标记；模板已写出时留空。</translation>
    </message>
    <message>
        <source>Closes the reasoning part.</source>
        <translation>思考部分的结束标记。</translation>
    </message>
    <message>
        <source>Opens the answer part; empty: the answer is what follows the reasoning.</source>
        <translation>答案部分的开始标记；留空时思考之后的内容即为答案。</translation>
    </message>
    <message>
        <source>Closes the answer part.</source>
        <translation>答案部分的结束标记。</translation>
    </message>
    <message>
        <source>A Parquet, CSV, TSV, JSON or JSON Lines file, relative to the project; a pattern (data/train-*.parquet) takes several, in order of their names, and so does a list.</source>
        <translation>Parquet、CSV、TSV、JSON 或 JSON Lines 文件，路径相对于项目；用通配符（data/train-*.parquet）可取多个文件，按文件名排序；也可写成列表。</translation>
    </message>
    <message>
        <source>What a row is; decides which columns are read.</source>
        <translation>每一行是什么；决定读取哪些列。</translation>
    </message>
    <message>
        <source>Domain of rows without a domain column; rubric terms choose by it.</source>
        <translation>没有 domain 列的行所属的领域；奖励项据此选择。</translation>
    </message>
    <message>
        <source>Language of rows without a language column, e.g. &quot;en&quot;.</source>
        <translation>没有 language 列的行的语言，例如 &quot;en&quot;。</translation>
    </message>
    <message>
        <source>Column of the problem; &quot;a.b&quot; is the field b of column a.</source>
        <translation>题目所在的列；&quot;a.b&quot; 表示 a 列中的字段 b。</translation>
    </message>
    <message>
        <source>Column of the expected answer; &quot;&quot; when there is none.</source>
        <translation>参考答案所在的列；没有时为 &quot;&quot;。</translation>
    </message>
    <message>
        <source>Column of the trace to imitate (kind sft).</source>
        <translation>要模仿的轨迹所在的列（kind 为 sft）。</translation>
    </message>
    <message>
        <source>Column of the better answer (kind pairs).</source>
        <translation>较好回答所在的列（kind 为 pairs）。</translation>
    </message>
    <message>
        <source>Column of the worse answer (kind pairs).</source>
        <translation>较差回答所在的列（kind 为 pairs）。</translation>
    </message>
    <message>
        <source>Column of the text (kind text).</source>
        <translation>文本所在的列（kind 为 text）。</translation>
    </message>
    <message>
        <source>Column of the list of steps (kind steps).</source>
        <translation>步骤列表所在的列（kind 为 steps）。</translation>
    </message>
    <message>
        <source>Column of the steps&apos; labels: true or false, or shares in [0, 1] (kind steps).</source>
        <translation>步骤标签所在的列：true 或 false，或 [0, 1] 内的比例（kind 为 steps）。</translation>
    </message>
    <message>
        <source>Column of the question&apos;s language, where there is one.</source>
        <translation>题目语言所在的列（如有）。</translation>
    </message>
    <message>
        <source>Column of the domain, where there is one.</source>
        <translation>领域所在的列（如有）。</translation>
    </message>
    <message>
        <source>Columns by which an evaluation is broken down, e.g. [&quot;level&quot;, &quot;subject&quot;].</source>
        <translation>评测分项统计所依据的列，例如 [&quot;level&quot;, &quot;subject&quot;]。</translation>
    </message>
    <message>
        <source>Rows to use from the start; 0: all.</source>
        <translation>从头开始使用的行数；0 表示全部。</translation>
    </message>
    <message>
        <source>What is measured; the term&apos;s own name where left out.</source>
        <translation>衡量什么；省略时即为该项自身的名称。</translation>
    </message>
    <message>
        <source>Factor of the score in the reward; 0 measures without rewarding.</source>
        <translation>得分在奖励中的系数；0 表示只衡量、不计奖励。</translation>
    </message>
    <message>
        <source>Applies only to prompts of this domain; empty: to all.</source>
        <translation>只用于该领域的题目；留空则用于全部。</translation>
    </message>
    <message>
        <source>The reward_model stage that scores (kinds reward_model and process).</source>
        <translation>打分的 reward_model 阶段（kind 为 reward_model 和 process）。</translation>
    </message>
    <message>
        <source>Length from which the punishment grows (kind length).</source>
        <translation>从该长度起惩罚逐渐增大（kind 为 length）。</translation>
    </message>
    <message>
        <source>Length at which the punishment is whole (kind length).</source>
        <translation>达到该长度时惩罚取满值（kind 为 length）。</translation>
    </message>
    <message>
        <source>What the scores of a completion&apos;s steps come to (kind process).</source>
        <translation>一条回答各步骤的得分如何汇总（kind 为 process）。</translation>
    </message>
    <message>
        <source>Length of the n-grams that count as repeated (kind repetition).</source>
        <translation>按多长的 n-gram 统计重复（kind 为 repetition）。</translation>
    </message>
    <message>
        <source>Difference from the reference that is always accepted (kind numeric).</source>
        <translation>与参考值相差不超过此值即接受（kind 为 numeric）。</translation>
    </message>
    <message>
        <source>Difference that is accepted, as a share of the reference (kind numeric).</source>
        <translation>可接受的差值，占参考值的比例（kind 为 numeric）。</translation>
    </message>
    <message>
        <source>&quot;text&quot; ignores case, width, spacing, quotes and a final stop; &quot;none&quot; nothing (kind exact).</source>
        <translation>&quot;text&quot; 忽略大小写、全半角、空白、引号和句末标点；&quot;none&quot; 不作任何忽略（kind 为 exact）。</translation>
    </message>
    <message>
        <source>JSON that the answer&apos;s JSON must satisfy; empty: each row&apos;s column schema (kind json_schema).</source>
        <translation>答案的 JSON 必须满足的 JSON Schema；留空则用各行的 schema 列（kind 为 json_schema）。</translation>
    </message>
    <message>
        <source>Rules, each &quot;ID&quot; or &quot;ID {its arguments as JSON}&quot;; empty: each row&apos;s instruction_id_list and kwargs (kind instructions).</source>
        <translation>规则，每条为 &quot;ID&quot; 或 &quot;ID {JSON 形式的参数}&quot;；留空则用各行的 instruction_id_list 和 kwargs（kind 为 instructions）。</translation>
    </message>
    <message>
        <source>Scores the share of instructions followed; false: 1 only where all are (kind instructions).</source>
        <translation>按遵守指令的比例计分；false：全部遵守才得 1 分（kind 为 instructions）。</translation>
    </message>
    <message>
        <source>Peak learning rate of AdamW.</source>
        <translation>AdamW 的峰值学习率。</translation>
    </message>
    <message>
        <source>Where a cosine or linear schedule ends; -1: a tenth of learning_rate.</source>
        <translation>余弦或线性调度结束时的学习率；-1 表示 learning_rate 的十分之一。</translation>
    </message>
    <message>
        <source>Course of the learning rate after warm-up.</source>
        <translation>预热之后学习率的变化方式。</translation>
    </message>
    <message>
        <source>Steps of linear warm-up from 0.</source>
        <translation>从 0 开始线性预热的步数。</translation>
    </message>
    <message>
        <source>Decay of AdamW&apos;s first moment.</source>
        <translation>AdamW 一阶矩的衰减系数。</translation>
    </message>
    <message>
        <source>Decay of AdamW&apos;s second moment.</source>
        <translation>AdamW 二阶矩的衰减系数。</translation>
    </message>
    <message>
        <source>Added to AdamW&apos;s denominator.</source>
        <translation>加在 AdamW 分母上的值。</translation>
    </message>
    <message>
        <source>Decoupled weight decay.</source>
        <translation>解耦的权重衰减。</translation>
    </message>
    <message>
        <source>Gradients are scaled down to this norm; 0: never.</source>
        <translation>梯度范数超过此值时按比例缩小；0 表示从不。</translation>
    </message>
    <message>
        <source>Divides the logits; 0 takes the likeliest token.</source>
        <translation>用它除 logits；0 表示总取概率最大的词元。</translation>
    </message>
    <message>
        <source>Keeps the likeliest tokens up to this probability; 1: all.</source>
        <translation>保留累计概率不超过此值的最可能词元；1 表示全部。</translation>
    </message>
    <message>
        <source>Longest completion; R1 allows 32768.</source>
        <translation>回答的最大长度；R1 允许 32768。</translation>
    </message>
    <message>
        <source>A completion ends where one of these texts appears; its text goes up to there.</source>
        <translation>出现其中任一文本时回答即结束，文本截止于此。</translation>
    </message>
    <message>
        <source>Rank of low-rank adapters that learn in place of the weights; 0: none.</source>
        <translation>代替权重学习的低秩适配器的秩；0 表示不用。</translation>
    </message>
    <message>
        <source>What the adapters add counts alpha / rank.</source>
        <translation>适配器的输出按 alpha / rank 计入。</translation>
    </message>
    <message>
        <source>Share of the adapters&apos; input left out while training.</source>
        <translation>训练时随机丢弃的适配器输入比例。</translation>
    </message>
    <message>
        <source>Projections that get adapters, e.g. [&quot;q_proj&quot;, &quot;v_proj&quot;]; &quot;all-linear&quot;: every one.</source>
        <translation>加适配器的投影层，例如 [&quot;q_proj&quot;, &quot;v_proj&quot;]；&quot;all-linear&quot; 表示全部。</translation>
    </message>
    <message>
        <source>The model or stage that training starts from.</source>
        <translation>训练的起点：一个模型或阶段。</translation>
    </message>
    <message>
        <source>Data sets of prompts.</source>
        <translation>题目的数据集。</translation>
    </message>
    <message>
        <source>Share of each data set in a step&apos;s prompts; empty: by size.</source>
        <translation>每步题目中各数据集的份额；留空则按大小。</translation>
    </message>
    <message>
        <source>The rubric that scores completions.</source>
        <translation>为回答打分的评分标准。</translation>
    </message>
    <message>
        <source>Rollout steps; R1-Zero: 650 (10,400 policy updates).</source>
        <translation>采样步数；R1-Zero 为 650（10,400 次策略更新）。</translation>
    </message>
    <message>
        <source>Prompts of one rollout step; R1: 32 per update, 512 per rollout.</source>
        <translation>每个采样步的题目数；R1 每次更新 32 题，每次采样 512 题。</translation>
    </message>
    <message>
        <source>Completions of each prompt, compared with each other.</source>
        <translation>每道题的回答数，彼此比较。</translation>
    </message>
    <message>
        <source>Optimizer steps per rollout step; R1: 16, of 512 completions each.</source>
        <translation>每个采样步的优化器步数；R1 为 16，每步 512 条回答。</translation>
    </message>
    <message>
        <source>Passes over one rollout.</source>
        <translation>对一次采样结果训练的遍数。</translation>
    </message>
    <message>
        <source>Mean over a completion then over completions, over all tokens (DAPO), or by max_tokens (Dr. GRPO).</source>
        <translation>先在一条回答内再在回答间取平均，或对全部词元取平均（DAPO），或除以 max_tokens（Dr. GRPO）。</translation>
    </message>
    <message>
        <source>The ratio is kept above 1 - clip_low; R1&apos;s first stage of RL: 10.</source>
        <translation>比值保持在 1 - clip_low 之上；R1 第一阶段强化学习为 10。</translation>
    </message>
    <message>
        <source>The ratio is kept below 1 + clip_high; R1&apos;s first stage of RL: 10.</source>
        <translation>比值保持在 1 + clip_high 之下；R1 第一阶段强化学习为 10。</translation>
    </message>
    <message>
        <source>Weight of the KL term; 0: no reference model at all.</source>
        <translation>KL 项的权重；0 表示完全不用参考模型。</translation>
    </message>
    <message>
        <source>The reference becomes the policy this often; 0: never.</source>
        <translation>每隔这么多步把参考模型更新为当前策略；0 表示从不。</translation>
    </message>
    <message>
        <source>Divides advantages by the group&apos;s standard deviation; false: Dr. GRPO.</source>
        <translation>用组内标准差除优势；false 即 Dr. GRPO。</translation>
    </message>
    <message>
        <source>Padded tokens in one forward pass.</source>
        <translation>一次前向计算的词元数（含填充）。</translation>
    </message>
    <message>
        <source>Data sets of kind sft or text, or sample and curate stages.</source>
        <translation>kind 为 sft 或 text 的数据集，或 sample、curate 阶段。</translation>
    </message>
    <message>
        <source>Share of each source in an epoch; empty: all rows of each.</source>
        <translation>每轮中各来源的份额；留空则各取全部行。</translation>
    </message>
    <message>
        <source>Passes over the data.</source>
        <translation>对数据训练的遍数。</translation>
    </message>
    <message>
        <source>Optimizer steps; 0: as epochs say.</source>
        <translation>优化器步数；0 表示由 epochs 决定。</translation>
    </message>
    <message>
        <source>Tokens of one optimizer step; R1: 128 rows of up to 32768.</source>
        <translation>每个优化器步的词元数；R1 为 128 行、每行至多 32768。</translation>
    </message>
    <message>
        <source>Longest row; R1: 32768.</source>
        <translation>最长的行；R1 为 32768。</translation>
    </message>
    <message>
        <source>Loss on completions only.</source>
        <translation>只对回答计算损失。</translation>
    </message>
    <message>
        <source>Folder with tokenizer.json, relative to the project.</source>
        <translation>含 tokenizer.json 的文件夹，路径相对于项目。</translation>
    </message>
    <message>
        <source>Width.</source>
        <translation>隐藏层宽度。</translation>
    </message>
    <message>
        <source>Layers.</source>
        <translation>层数。</translation>
    </message>
    <message>
        <source>Query heads; divides hidden_size.</source>
        <translation>查询头数；须整除 hidden_size。</translation>
    </message>
    <message>
        <source>Key and value heads; divides num_attention_heads.</source>
        <translation>键值头数；须整除 num_attention_heads。</translation>
    </message>
    <message>
        <source>Width of the feed-forward part.</source>
        <translation>前馈部分的宽度。</translation>
    </message>
    <message>
        <source>Longest sequence.</source>
        <translation>最长序列。</translation>
    </message>
    <message>
        <source>Bias of the query, key and value projections.</source>
        <translation>查询、键、值投影是否带偏置。</translation>
    </message>
    <message>
        <source>One matrix for embedding and head.</source>
        <translation>嵌入与输出层共用一个矩阵。</translation>
    </message>
    <message>
        <source>Base of the rotary embedding.</source>
        <translation>旋转位置编码的基数。</translation>
    </message>
    <message>
        <source>Added to the mean square in RMSNorm.</source>
        <translation>RMSNorm 中加在均方上的值。</translation>
    </message>
    <message>
        <source>Standard deviation of the first weights.</source>
        <translation>初始权重的标准差。</translation>
    </message>
    <message>
        <source>The model or stage that writes.</source>
        <translation>生成回答的模型或阶段。</translation>
    </message>
    <message>
        <source>Scores every sample; the filters read it.</source>
        <translation>为每个样本打分；筛选条件据此判断。</translation>
    </message>
    <message>
        <source>Completions of each prompt.</source>
        <translation>每道题的回答数。</translation>
    </message>
    <message>
        <source>Prompts to use; 0: all.</source>
        <translation>使用的题目数；0 表示全部。</translation>
    </message>
    <message>
        <source>Keeps only what the accuracy term passes.</source>
        <translation>只保留通过 accuracy 项的样本。</translation>
    </message>
    <message>
        <source>Keeps only well-formed traces.</source>
        <translation>只保留格式正确的轨迹。</translation>
    </message>
    <message>
        <source>Least share of words in the prompt&apos;s language; 1: no mixing.</source>
        <translation>与题目同语言的词所占的最低比例；1 表示不得混用。</translation>
    </message>
    <message>
        <source>Largest share of repeated 4-grams.</source>
        <translation>重复 4-gram 的最大比例。</translation>
    </message>
    <message>
        <source>Longest paragraph between blank lines; 0: no bound. R1 drops long paragraphs and gives no figure.</source>
        <translation>空行之间最长的段落；0 表示不限。R1 去掉长段落，但未给出数值。</translation>
    </message>
    <message>
        <source>Keeps traces with code blocks; R1 drops them (v1, section 2.3.3).</source>
        <translation>保留含代码块的轨迹；R1 将其去掉（v1，2.3.3 节）。</translation>
    </message>
    <message>
        <source>Distinct kept samples of a prompt; 0: all.</source>
        <translation>每道题保留的不同样本数；0 表示全部。</translation>
    </message>
    <message>
        <source>Keeps only traces that check themselves.</source>
        <translation>只保留有自我检查的轨迹。</translation>
    </message>
    <message>
        <source>Continuations that label each step of a kept trace, for a process reward model; 0: none.</source>
        <translation>为保留轨迹的每一步做标注的续写条数，供过程奖励模型使用；0 表示不做。</translation>
    </message>
    <message>
        <source>What ends a step; empty: blank lines where there are some, else lines.</source>
        <translation>步骤以什么结束；留空：有空行则按空行，否则按行。</translation>
    </message>
    <message>
        <source>The sample stage whose output is judged.</source>
        <translation>其输出待评判的 sample 阶段。</translation>
    </message>
    <message>
        <source>Accepted candidates wanted; 0: all that pass.</source>
        <translation>需要接受的候选数；0 表示所有通过的。</translation>
    </message>
    <message>
        <source>Whether the rule decides or a person does.</source>
        <translation>由规则决定，还是由人决定。</translation>
    </message>
    <message>
        <source>Least share of words in the prompt&apos;s language.</source>
        <translation>与题目同语言的词所占的最低比例。</translation>
    </message>
    <message>
        <source>Shortest completion; 0: no bound.</source>
        <translation>最短的回答；0 表示不限。</translation>
    </message>
    <message>
        <source>Longest completion; 0: no bound.</source>
        <translation>最长的回答；0 表示不限。</translation>
    </message>
    <message>
        <source>Takes the shortest passing candidate of a prompt first.</source>
        <translation>同一道题优先取通过的候选中最短的。</translation>
    </message>
    <message>
        <source>The model or stage that gets the scalar head.</source>
        <translation>加上标量头的模型或阶段。</translation>
    </message>
    <message>
        <source>Data sets of pairs; of steps, or sample stages with step_rollouts, for loss process.</source>
        <translation>偏好对数据集；loss 为 process 时用步骤数据集或带 step_rollouts 的 sample 阶段。</translation>
    </message>
    <message>
        <source>What of a completion is scored.</source>
        <translation>对回答的哪一部分打分。</translation>
    </message>
    <message>
        <source>What ends a step (loss process); empty: blank lines where there are some, else lines.</source>
        <translation>步骤以什么结束（loss 为 process）；留空：有空行则按空行，否则按行。</translation>
    </message>
    <message>
        <source>Better against worse, each as good or bad, or each step by its label.</source>
        <translation>好坏两两比较、各自判好坏，或按标签判断每一步。</translation>
    </message>
    <message>
        <source>Passes over the pairs.</source>
        <translation>对偏好对训练的遍数。</translation>
    </message>
    <message>
        <source>Pairs of one optimizer step; R1: 256.</source>
        <translation>每个优化器步的偏好对数；R1 为 256。</translation>
    </message>
    <message>
        <source>Share of pairs kept back for the reported accuracy.</source>
        <translation>留出用于报告准确率的偏好对比例。</translation>
    </message>
    <message>
        <source>The model or stage to evaluate; or models = [...] for several.</source>
        <translation>要评测的模型或阶段；多个时写 models = [...]。</translation>
    </message>
    <message>
        <source>The data set of prompts: the suite.</source>
        <translation>题目的数据集，即评测集。</translation>
    </message>
    <message>
        <source>Scores the samples.</source>
        <translation>为样本打分。</translation>
    </message>
    <message>
        <source>k of pass@1 over k samples and of cons@k; R1: 4 to 64.</source>
        <translation>pass@1 与 cons@k 所用的样本数 k；R1 为 4 到 64。</translation>
    </message>
</context>
<context>
    <name>retort::StageReasons</name>
    <message>
        <source>no run of this project has finished it</source>
        <translation>这个项目还没有运行完成过它</translation>
    </message>
    <message>
        <source>%1 was %2 in %3 and is %4</source>
        <translation>%1 在 %3 中是 %2，现在是 %4</translation>
    </message>
    <message>
        <source>%1 settings differ from %2: %3</source>
        <translation>有 %1 项设置与 %2 不同：%3</translation>
    </message>
    <message>
        <source>%1 is not what it was in %2</source>
        <translation>%1 与 %2 时的内容不同</translation>
    </message>
    <message>
        <source>%1 is another than in %2</source>
        <translation>%1 与 %2 中的不是同一个结果</translation>
    </message>
    <message>
        <source>it did not finish in %1</source>
        <translation>它在 %1 中没有完成</translation>
    </message>
    <message>
        <source>what it made in %1 is no longer there</source>
        <translation>它在 %1 中的结果已经不在了</translation>
    </message>
    <message>
        <source>another version of Retort made it in %1</source>
        <translation>%1 中的结果出自另一个版本的 Retort</translation>
    </message>
    <message>
        <source>it is not finished yet in %1, which is running</source>
        <translation>它在 %1 中尚未完成，该运行正在进行</translation>
    </message>
</context>
<context>
    <name>retort::ui::AdviceBar</name>
    <message>
        <source>Why?</source>
        <translation>为什么？</translation>
    </message>
    <message>
        <source>What it means and what to do</source>
        <translation>含义与对策</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>The curve and the steps on which this rests</source>
        <translation>作出判断所依据的曲线和步</translation>
    </message>
    <message>
        <source>The next advice</source>
        <translation>下一条建议</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
</context>
<context>
    <name>retort::ui::AnswersTab</name>
    <message>
        <source>Previous problem (p)</source>
        <translation>上一题 (p)</translation>
    </message>
    <message>
        <source>Next problem (n)</source>
        <translation>下一题 (n)</translation>
    </message>
    <message>
        <source>Left model</source>
        <translation>左侧模型</translation>
    </message>
    <message>
        <source>Right model</source>
        <translation>右侧模型</translation>
    </message>
    <message>
        <source>Tinted: words that the other answer does not have.</source>
        <translation>着色：对方回答中没有的词。</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>These models have no problem in common.</source>
        <translation>这两个模型没有共同的题目。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>第 %1 / %2 题</translation>
    </message>
    <message>
        <source>%1   (expected: %2)</source>
        <translation>%1   （标准答案：%2）</translation>
    </message>
    <message>
        <source>sample %1 %2</source>
        <translation>样本 %1 %2</translation>
    </message>
    <message>
        <source>✓ right</source>
        <translation>✓ 正确</translation>
    </message>
    <message>
        <source>✕ wrong</source>
        <translation>✕ 错误</translation>
    </message>
    <message>
        <source>Which problems</source>
        <translation>哪些题目</translation>
    </message>
    <message>
        <source>all problems</source>
        <translation>全部题目</translation>
    </message>
    <message>
        <source>✓ wrong, then right</source>
        <translation>✓ 由错变对</translation>
    </message>
    <message>
        <source>✕ right, then wrong</source>
        <translation>✕ 由对变错</translation>
    </message>
    <message>
        <source>right in both</source>
        <translation>两者都对</translation>
    </message>
    <message>
        <source>wrong in both</source>
        <translation>两者都错</translation>
    </message>
    <message>
        <source>There is no such problem between these two.</source>
        <translation>这两个模型之间没有这样的题目。</translation>
    </message>
    <message>
        <source>answer %1</source>
        <translation>答案 %1</translation>
    </message>
    <message>
        <source>%1 of %2 right</source>
        <translation>%2 个中对 %1 个</translation>
    </message>
    <message numerus="yes">
        <source>%n tokens</source>
        <translation>
            <numerusform>%n 词元</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>retort::ui::BoundHistogram</name>
    <message>
        <source>How the samples are spread</source>
        <translation>样本的分布</translation>
    </message>
    <message>
        <source>%1: bound at %2</source>
        <translation>%1：界限 %2</translation>
    </message>
</context>
<context>
    <name>retort::ui::CandidateEditor</name>
    <message>
        <source>Completion, to be edited</source>
        <translation>待编辑的回答</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>改动</translation>
    </message>
    <message>
        <source>What changes: −%1 +%2 characters. Ctrl+Enter accepts it so, Esc leaves it as it was.</source>
        <translation>改动：−%1 +%2 个字符。Ctrl+Enter 按此接受，Esc 放弃。</translation>
    </message>
    <message>
        <source>Nothing changed yet. Ctrl+Enter accepts, Esc leaves.</source>
        <translation>尚无改动。Ctrl+Enter 接受，Esc 离开。</translation>
    </message>
</context>
<context>
    <name>retort::ui::CandidateFacts</name>
    <message>
        <source>form</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>wrong answer</source>
        <translation>答案错误</translation>
    </message>
    <message>
        <source>languages mixed</source>
        <translation>语言混杂</translation>
    </message>
    <message>
        <source>not readable</source>
        <translation>难以阅读</translation>
    </message>
    <message>
        <source>no self-check</source>
        <translation>没有自我检查</translation>
    </message>
    <message>
        <source>said before</source>
        <translation>与先前重复</translation>
    </message>
    <message>
        <source>enough of this problem</source>
        <translation>该题已够</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>✓ right</source>
        <translation>✓ 正确</translation>
    </message>
    <message>
        <source>✕ wrong</source>
        <translation>✕ 错误</translation>
    </message>
    <message>
        <source>not checked</source>
        <translation>未检查</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>✓ as asked</source>
        <translation>✓ 符合要求</translation>
    </message>
    <message>
        <source>✕ malformed</source>
        <translation>✕ 不合格式</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>%1 in the problem&apos;s</source>
        <translation>%1 为题目语言</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message numerus="yes">
        <source>%n tokens</source>
        <translation>
            <numerusform>%n 个词元</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n characters</source>
        <translation>
            <numerusform>%n 个字符</numerusform>
        </translation>
    </message>
    <message>
        <source>Repeated</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>%1 of 4-word runs</source>
        <translation>四词片段的 %1</translation>
    </message>
    <message>
        <source>Paragraph</source>
        <translation>段落</translation>
    </message>
    <message numerus="yes">
        <source>longest %n characters</source>
        <translation>
            <numerusform>最长 %n 个字符</numerusform>
        </translation>
    </message>
    <message>
        <source>Checks itself</source>
        <translation>自我检查</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>有</translation>
    </message>
    <message>
        <source>no</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>✕ %1</source>
        <translation>✕ %1</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>%1, step %2</source>
        <translation>%1，第 %2 步</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>题目</translation>
    </message>
    <message>
        <source>✓ accepted</source>
        <translation>✓ 已接受</translation>
    </message>
    <message>
        <source>✓ accepted as edited</source>
        <translation>✓ 编辑后接受</translation>
    </message>
    <message>
        <source>✕ rejected</source>
        <translation>✕ 已拒绝</translation>
    </message>
    <message>
        <source>✕ rejected: %1</source>
        <translation>✕ 已拒绝：%1</translation>
    </message>
    <message>
        <source>Tags: %1</source>
        <translation>标签：%1</translation>
    </message>
    <message>
        <source>Note: %1</source>
        <translation>备注：%1</translation>
    </message>
    <message>
        <source>Blind: your first verdict is hidden until this one is given.</source>
        <translation>盲评：给出本次判断前不显示首次判断。</translation>
    </message>
</context>
<context>
    <name>retort::ui::CandidateFilterBar</name>
    <message>
        <source>Which candidates</source>
        <translation>哪些候选</translation>
    </message>
    <message>
        <source>Undecided</source>
        <translation>未定</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>已编辑</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>Second pass</source>
        <translation>复评</translation>
    </message>
    <message>
        <source>Second pass: a random tenth of what you decided, judged again without seeing the first verdict</source>
        <translation>复评：随机抽取已判断的十分之一，在看不到首次判断的情况下再判一次</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>顺序</translation>
    </message>
    <message>
        <source>as sampled</source>
        <translation>按采样顺序</translation>
    </message>
    <message>
        <source>shortest first</source>
        <translation>最短在前</translation>
    </message>
    <message>
        <source>longest first</source>
        <translation>最长在前</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>any tag</source>
        <translation>任意标签</translation>
    </message>
    <message>
        <source>right</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>Only right answers</source>
        <translation>仅答案正确的</translation>
    </message>
    <message>
        <source>one language</source>
        <translation>单一语言</translation>
    </message>
    <message>
        <source>Only the problem&apos;s language</source>
        <translation>仅使用题目语言的</translation>
    </message>
    <message>
        <source>checks itself</source>
        <translation>自我检查</translation>
    </message>
    <message>
        <source>Only traces with a self-check</source>
        <translation>仅含自我检查的</translation>
    </message>
    <message>
        <source>with filtered</source>
        <translation>含已滤除</translation>
    </message>
    <message>
        <source>Also what the sample stage&apos;s own filters lost</source>
        <translation>也显示被采样阶段筛掉的</translation>
    </message>
    <message>
        <source>At most so many tokens</source>
        <translation>词元数上限</translation>
    </message>
    <message>
        <source>any length</source>
        <translation>任意长度</translation>
    </message>
    <message>
        <source>≤ </source>
        <translation>≤ </translation>
    </message>
    <message>
        <source> tokens</source>
        <translation> 词元</translation>
    </message>
    <message>
        <source>Search in the completions</source>
        <translation>在回答中搜索</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Accept all</source>
        <translation>全部接受</translation>
    </message>
    <message>
        <source>One verdict for all that match (Shift+A)</source>
        <translation>对所有匹配项给出同一判断（Shift+A）</translation>
    </message>
    <message>
        <source>Reject all</source>
        <translation>全部拒绝</translation>
    </message>
    <message>
        <source>One verdict for all that match (Shift+R)</source>
        <translation>对所有匹配项给出同一判断（Shift+R）</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩 %1 个</translation>
    </message>
    <message>
        <source>%1 match</source>
        <translation>%1 个匹配</translation>
    </message>
</context>
<context>
    <name>retort::ui::CandidatesPage</name>
    <message>
        <source>Gate</source>
        <translation>关口</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Open the gate</source>
        <translation>打开关口</translation>
    </message>
    <message>
        <source>Goes on with what is accepted (G)</source>
        <translation>以已接受的候选继续运行（G）</translation>
    </message>
    <message>
        <source>The row as the model will see it</source>
        <translation>模型将看到的样本</translation>
    </message>
    <message>
        <source>Rows that training will see</source>
        <translation>训练将使用的样本</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>阅读</translation>
    </message>
    <message>
        <source>The trace, to be read (V goes round)</source>
        <translation>阅读推理过程（V 轮换）</translation>
    </message>
    <message>
        <source>As the model sees it</source>
        <translation>模型所见</translation>
    </message>
    <message>
        <source>Template, special tokens and token counts (V)</source>
        <translation>模板、特殊词元与词元数（V）</translation>
    </message>
    <message>
        <source>All rows</source>
        <translation>全部样本</translation>
    </message>
    <message>
        <source>Every row that the gate hands on (V)</source>
        <translation>关口将交付的每一条样本（V）</translation>
    </message>
    <message>
        <source>Note   N</source>
        <translation>备注   N</translation>
    </message>
    <message>
        <source>A remark on this candidate (N)</source>
        <translation>对此候选的备注（N）</translation>
    </message>
    <message>
        <source>Tags   T</source>
        <translation>标签   T</translation>
    </message>
    <message>
        <source>Words to find it by (T)</source>
        <translation>便于查找的词（T）</translation>
    </message>
    <message>
        <source>Previous candidate (K or Left)</source>
        <translation>上一个候选（K 或左键）</translation>
    </message>
    <message>
        <source>Next candidate (J or Right)</source>
        <translation>下一个候选（J 或右键）</translation>
    </message>
    <message numerus="yes">
        <source>%n candidates imported</source>
        <translation>
            <numerusform>已导入 %n 个候选</numerusform>
        </translation>
    </message>
    <message>
        <source>Candidates to import</source>
        <translation>要导入的候选</translation>
    </message>
    <message>
        <source>JSON Lines (*.jsonl)</source>
        <translation>JSON Lines (*.jsonl)</translation>
    </message>
    <message>
        <source>No run is open</source>
        <translation>没有打开的运行</translation>
    </message>
    <message>
        <source>Open a run whose recipe has a curate stage to judge its candidates.</source>
        <translation>请打开配方中含有筛选（curate）阶段的运行，以评判候选。</translation>
    </message>
    <message>
        <source>Reading the candidates</source>
        <translation>正在读取候选</translation>
    </message>
    <message>
        <source>This recipe curates nothing</source>
        <translation>此配方没有人工筛选</translation>
    </message>
    <message>
        <source>Add a stage with kind = &quot;curate&quot; after a sample stage to choose cold-start data by hand.</source>
        <translation>在采样阶段之后加入 kind = &quot;curate&quot; 的阶段，即可人工挑选冷启动数据。</translation>
    </message>
    <message>
        <source>No candidates yet</source>
        <translation>还没有候选</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 + %2 = %3 tokens; the loss is on the tinted part</source>
        <translation>%1 + %2 = %3 个词元；着色部分计入损失</translation>
    </message>
    <message>
        <source> · ! longer than max_length of %1: it would be refused</source>
        <translation> · ! 超过 %1 的 max_length，将被拒收</translation>
    </message>
    <message numerus="yes">
        <source>%n rows</source>
        <translation>
            <numerusform>%n 条样本</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %1 tokens</source>
        <translation>
            <numerusform>，%1 个词元</numerusform>
        </translation>
    </message>
    <message>
        <source> for %1</source>
        <translation>，用于 %1</translation>
    </message>
    <message>
        <source> · ! %1 too long</source>
        <translation> · ! %1 条过长</translation>
    </message>
    <message>
        <source>Editing</source>
        <translation>编辑中</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Tags, separated by commas</source>
        <translation>标签，以逗号分隔</translation>
    </message>
    <message numerus="yes">
        <source>Accept all %n that match? One undo takes it back.</source>
        <translation>
            <numerusform>接受全部 %n 个匹配项？一次撤销即可收回。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reject all %n that match? One undo takes it back.</source>
        <translation>
            <numerusform>拒绝全部 %n 个匹配项？一次撤销即可收回。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Accept %n</source>
        <translation>
            <numerusform>接受 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reject %n</source>
        <translation>
            <numerusform>拒绝 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is accepted yet: the gate opens on at least one candidate.</source>
        <translation>尚未接受任何候选：至少接受一个才能打开关口。</translation>
    </message>
    <message>
        <source>Go on with %1 of the %2 wanted?</source>
        <translation>所需 %2 个中已有 %1 个，继续运行？</translation>
    </message>
    <message>
        <source>Go on with %1 accepted candidates?</source>
        <translation>以已接受的 %1 个候选继续运行？</translation>
    </message>
    <message>
        <source>Export the accepted rows</source>
        <translation>导出已接受的样本</translation>
    </message>
    <message numerus="yes">
        <source>%n rows written to %1</source>
        <translation>
            <numerusform>已将 %n 条样本写入 %1</numerusform>
        </translation>
    </message>
    <message>
        <source>There is no curate stage to import candidates for.</source>
        <translation>没有可接收导入候选的筛选阶段。</translation>
    </message>
    <message>
        <source>Accept the candidate</source>
        <translation>接受候选</translation>
    </message>
    <message>
        <source>Reject it, with a reason</source>
        <translation>拒绝并说明理由</translation>
    </message>
    <message>
        <source>Edit it</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Skip it</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Take the last decision back</source>
        <translation>撤回上一个判断</translation>
    </message>
    <message>
        <source>Do it again</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Next candidate</source>
        <translation>下一个候选</translation>
    </message>
    <message>
        <source>Previous candidate</source>
        <translation>上一个候选</translation>
    </message>
    <message>
        <source>Note on the candidate</source>
        <translation>候选备注</translation>
    </message>
    <message>
        <source>Tags of the candidate</source>
        <translation>候选标签</translation>
    </message>
    <message>
        <source>Read, as the model sees it, all rows</source>
        <translation>阅读、模型所见、全部样本</translation>
    </message>
    <message>
        <source>Accept all that match</source>
        <translation>接受全部匹配项</translation>
    </message>
    <message>
        <source>Reject all that match</source>
        <translation>拒绝全部匹配项</translation>
    </message>
    <message>
        <source>Search in the candidates</source>
        <translation>在候选中搜索</translation>
    </message>
    <message>
        <source>This run cannot be read</source>
        <translation>无法读取这个运行</translation>
    </message>
    <message>
        <source>Choose a run</source>
        <translation>选择运行</translation>
    </message>
    <message>
        <source>Choose another run</source>
        <translation>选择其他运行</translation>
    </message>
    <message>
        <source>The recipe of this run cannot be read</source>
        <translation>无法读取此运行的配方</translation>
    </message>
    <message>
        <source>Its curves, traces and comparisons can be looked at all the same.</source>
        <translation>它的曲线、轨迹和比较仍可查看。</translation>
    </message>
    <message>
        <source>Candidates from a file of rows with prompt and completion (JSON Lines, JSON, CSV, Parquet); or drop it here</source>
        <translation>从含 prompt 与 completion 的数据文件（JSON Lines、JSON、CSV、Parquet）导入候选；也可拖放到此处</translation>
    </message>
    <message>
        <source>Rows (*.jsonl *.json *.csv *.parquet)</source>
        <translation>数据行 (*.jsonl *.json *.csv *.parquet)</translation>
    </message>
    <message>
        <source>They appear when &quot;%1&quot; has sampled its first problems. A file of rows with prompt and completion can be imported now.</source>
        <translation>“%1”采样出第一批题目后就会出现。现在也可以导入含 prompt 与 completion 的数据文件。</translation>
    </message>
    <message>
        <source>The second pass: a tenth judged again, blind</source>
        <translation>第二遍：抽十分之一盲评</translation>
    </message>
    <message>
        <source>! A key came before this candidate was shown: it is not judged yet.</source>
        <translation>! 按键早于此候选的显示：它尚未评判。</translation>
    </message>
    <message>
        <source>Nothing is left that passes this filter</source>
        <translation>没有符合此筛选的候选了</translation>
    </message>
    <message>
        <source>Loosen a condition above, or go on with all that are undecided.</source>
        <translation>请放宽上面的条件，或继续评判所有未定的候选。</translation>
    </message>
    <message>
        <source>All undecided</source>
        <translation>所有未定的</translation>
    </message>
    <message>
        <source>Nothing is left in this queue</source>
        <translation>此队列已空</translation>
    </message>
    <message numerus="yes">
        <source>%n candidates are due for the blind second pass. Or choose another queue above, or open the gate (G).</source>
        <translation>
            <numerusform>有 %n 条候选待盲评复核。也可在上面选择其他队列，或打开关口（G）。</numerusform>
        </translation>
    </message>
    <message>
        <source>Second pass</source>
        <translation>复评</translation>
    </message>
    <message>
        <source>Choose another queue above, or open the gate (G).</source>
        <translation>请在上面选择其他队列，或打开关口（G）。</translation>
    </message>
    <message>
        <source>! not in the form that is asked</source>
        <translation>! 不符合要求的格式</translation>
    </message>
    <message>
        <source>Choose another queue above.</source>
        <translation>请在上面选择其他队列。</translation>
    </message>
    <message>
        <source>The candidates of this run cannot be read</source>
        <translation>无法读取此运行的候选</translation>
    </message>
</context>
<context>
    <name>retort::ui::ChartPlot</name>
    <message>
        <source>No points yet</source>
        <translation>还没有数据点</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>第 %1 步</translation>
    </message>
    <message>
        <source>, optimizer step %1</source>
        <translation>，优化器步 %1</translation>
    </message>
    <message>
        <source>this run</source>
        <translation>本次运行</translation>
    </message>
    <message>
        <source>Reading the points</source>
        <translation>正在读取数据点</translation>
    </message>
</context>
<context>
    <name>retort::ui::ChartTableView</name>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the selected rows, or all</source>
        <translation>复制所选行，未选则复制全部</translation>
    </message>
    <message>
        <source>Close the table</source>
        <translation>关闭表格</translation>
    </message>
    <message numerus="yes">
        <source>%n rows · Ctrl+C copies those selected, or all</source>
        <translation>
            <numerusform>%n 行 · Ctrl+C 复制所选行</numerusform>
        </translation>
    </message>
    <message>
        <source>Optimizer step</source>
        <translation>优化器步</translation>
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
    <message>
        <source>Supervised accuracy</source>
        <translation>监督准确率</translation>
    </message>
    <message>
        <source>share of tokens, of pairs</source>
        <translation>占词元、偏好对的比例</translation>
    </message>
    <message>
        <source>held-out pairs</source>
        <translation>留出偏好对</translation>
    </message>
    <message>
        <source>pairs</source>
        <translation>偏好对</translation>
    </message>
    <message>
        <source>Sampler against trainer</source>
        <translation>采样器与训练器之差</translation>
    </message>
    <message>
        <source>difference of log-probabilities, nats</source>
        <translation>对数概率之差，纳特</translation>
    </message>
    <message>
        <source>largest</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>checkpoint</source>
        <translation>检查点</translation>
    </message>
</context>
<context>
    <name>retort::ui::CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation>命令面板</translation>
    </message>
    <message>
        <source>An action, a run, a stage or a metric</source>
        <translation>操作、运行、阶段或指标</translation>
    </message>
    <message>
        <source>What matches</source>
        <translation>匹配项</translation>
    </message>
</context>
<context>
    <name>retort::ui::ComparePage</name>
    <message>
        <source>Evaluation suite</source>
        <translation>评测集</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>复制为 Markdown</translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation>复制为 CSV</translation>
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
        <source>From the model of the row to that of the column: +became right −became wrong. A dot: pass@1 differs by more than chance (sign-flip test, p &lt; 0.05, not corrected for many comparisons). Enter opens the pair.</source>
        <translation>从行的模型到列的模型：+变对 −变错。圆点：pass@1 之差超出偶然（符号翻转检验，p &lt; 0.05，未作多重比较校正）。按 Enter 打开这一对。</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>The table of scores as Markdown or CSV</source>
        <translation>把得分表导出为 Markdown 或 CSV</translation>
    </message>
    <message>
        <source>Save as Markdown …</source>
        <translation>另存为 Markdown…</translation>
    </message>
    <message>
        <source>Save as CSV …</source>
        <translation>另存为 CSV…</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Flips</source>
        <translation>翻转</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Over training</source>
        <translation>随训练</translation>
    </message>
    <message>
        <source>Alt+%1</source>
        <translation>Alt+%1</translation>
    </message>
    <message>
        <source>Compared with</source>
        <translation>对照</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Compare: scores</source>
        <translation>比较：得分</translation>
    </message>
    <message>
        <source>Compare: accuracy against length</source>
        <translation>比较：正确率与长度</translation>
    </message>
    <message>
        <source>Compare: flips</source>
        <translation>比较：翻转</translation>
    </message>
    <message>
        <source>Compare: answers side by side</source>
        <translation>比较：并排回答</translation>
    </message>
    <message>
        <source>Compare: flips over training</source>
        <translation>比较：随训练的翻转</translation>
    </message>
    <message>
        <source>Copy the scores as Markdown</source>
        <translation>把得分复制为 Markdown</translation>
    </message>
    <message>
        <source>Copy the scores as CSV</source>
        <translation>把得分复制为 CSV</translation>
    </message>
    <message>
        <source>Next problem</source>
        <translation>下一题</translation>
    </message>
    <message>
        <source>Previous problem</source>
        <translation>上一题</translation>
    </message>
    <message>
        <source>Take a model in or out of the comparison</source>
        <translation>把模型加入或移出比较</translation>
    </message>
    <message>
        <source>Space, in the list of models</source>
        <translation>空格（在模型列表中）</translation>
    </message>
    <message>
        <source>Save the scores</source>
        <translation>保存得分</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>已保存为 %1</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2. Choose another folder.</source>
        <translation>无法写入 %1：%2。请换一个文件夹。</translation>
    </message>
    <message>
        <source>Add a run</source>
        <translation>加入运行</translation>
    </message>
    <message>
        <source>Compare with the models of another run, or with what retort eval wrote</source>
        <translation>与另一次运行的模型比较，或与 retort eval 写出的结果比较</translation>
    </message>
    <message>
        <source>Evaluate more…</source>
        <translation>补充评测…</translation>
    </message>
    <message>
        <source>Start evaluations that this run lacks: other models, checkpoints, suites</source>
        <translation>启动这次运行还缺的评测：其他模型、检查点、评测集</translation>
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
        <source>low</source>
        <translation>下限</translation>
    </message>
    <message>
        <source>high</source>
        <translation>上限</translation>
    </message>
    <message>
        <source>from</source>
        <translation>从</translation>
    </message>
    <message>
        <source>to</source>
        <translation>到</translation>
    </message>
    <message>
        <source>became right</source>
        <translation>变对</translation>
    </message>
    <message>
        <source>became wrong</source>
        <translation>变错</translation>
    </message>
    <message>
        <source>Add a run to the comparison…</source>
        <translation>把一次运行加入比较…</translation>
    </message>
    <message>
        <source>Evaluate more models…</source>
        <translation>评测更多模型…</translation>
    </message>
    <message>
        <source>Compare the others with a model</source>
        <translation>以某个模型为基准比较其他模型</translation>
    </message>
    <message>
        <source>Enter, in the list of models</source>
        <translation>在模型列表中按回车</translation>
    </message>
    <message>
        <source>Take another run out again</source>
        <translation>把另一次运行移出比较</translation>
    </message>
    <message>
        <source>Del, in the list of models</source>
        <translation>在模型列表中按 Del</translation>
    </message>
    <message>
        <source>Looking for evaluations</source>
        <translation>正在查找评测结果</translation>
    </message>
    <message>
        <source>Each evaluate stage of the recipe adds its models here when it is done. Models that are there can be evaluated now.</source>
        <translation>配方中的每个评测阶段完成后，会把它的模型加到这里。已有的模型现在就可以评测。</translation>
    </message>
    <message>
        <source>Evaluate…</source>
        <translation>评测…</translation>
    </message>
    <message>
        <source>Another folder…</source>
        <translation>其他文件夹…</translation>
    </message>
    <message>
        <source>A run, a project, or the folder of retort eval</source>
        <translation>一次运行、一个项目，或 retort eval 的文件夹</translation>
    </message>
    <message>
        <source>A trainer is at work on this run. Evaluations can be started when it is through, or stopped.</source>
        <translation>这次运行正在训练。训练完成或停止后才能启动评测。</translation>
    </message>
    <message>
        <source>Every model of this run has been evaluated on every suite of its recipe</source>
        <translation>这次运行的每个模型都已在配方的每个评测集上评测过</translation>
    </message>
    <message>
        <source>Choose a run</source>
        <translation>选择运行</translation>
    </message>
    <message>
        <source>This run cannot be read</source>
        <translation>无法读取此运行</translation>
    </message>
    <message>
        <source>Choose another run</source>
        <translation>选择其他运行</translation>
    </message>
    <message>
        <source>Scores by %1</source>
        <translation>得分：按 %1</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>题目</translation>
    </message>
    <message>
        <source>Compare: problems</source>
        <translation>比较：题目</translation>
    </message>
    <message>
        <source>Problems of class %1</source>
        <translation>类别 %1 的题目</translation>
    </message>
    <message>
        <source>Open the problems behind a score by classes</source>
        <translation>打开某一类分数背后的题目</translation>
    </message>
    <message>
        <source>Enter, in the table</source>
        <translation>在表格中按回车</translation>
    </message>
    <message>
        <source>Export the scores as Markdown…</source>
        <translation>导出分数为 Markdown…</translation>
    </message>
    <message>
        <source>Export the scores as CSV…</source>
        <translation>导出分数为 CSV…</translation>
    </message>
</context>
<context>
    <name>retort::ui::Comparison</name>
    <message>
        <source>%1 and %2 have no problem in common.</source>
        <translation>%1 与 %2 没有共同的题目。</translation>
    </message>
    <message>
        <source>more than chance</source>
        <translation>超出偶然</translation>
    </message>
    <message>
        <source>within what chance does</source>
        <translation>在偶然范围内</translation>
    </message>
    <message>
        <source>%1, step %2</source>
        <translation>%1，第 %2 步</translation>
    </message>
    <message numerus="yes">
        <source>From %1 to %2, on %n problems: %3 points (95% interval %4 to %5), %8: %9. %6 became right, %7 became wrong.</source>
        <translation>
            <numerusform>从 %1 到 %2，共 %n 题：%3 个百分点（95% 区间 %4 至 %5），%8：%9。%6 题变对，%7 题变错。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>retort::ui::ConfirmBar</name>
    <message>
        <source>Not yet</source>
        <translation>暂不</translation>
    </message>
</context>
<context>
    <name>retort::ui::ConfirmSheet</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
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
    <name>retort::ui::DataCard</name>
    <message>
        <source>Prompt</source>
        <translation>题目</translation>
    </message>
    <message>
        <source>As the model sees it</source>
        <translation>模型看到的样子</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>参考答案</translation>
    </message>
    <message>
        <source>Completion</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>较好的回答</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>较差的回答</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Domain</source>
        <translation>领域</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Data set to look at</source>
        <translation>要查看的数据集</translation>
    </message>
    <message>
        <source>Show first rows</source>
        <translation>显示前几行</translation>
    </message>
    <message>
        <source>The first rows of the data set as training will see them</source>
        <translation>数据集的前几行，与训练所见相同</translation>
    </message>
    <message>
        <source>First rows of the data set</source>
        <translation>数据集的前几行</translation>
    </message>
    <message>
        <source>Hide rows</source>
        <translation>隐藏这些行</translation>
    </message>
    <message>
        <source>reading %1…</source>
        <translation>正在读取 %1…</translation>
    </message>
    <message numerus="yes">
        <source>%1 rows</source>
        <translation>
            <numerusform>%1 行</numerusform>
        </translation>
    </message>
    <message>
        <source>columns: %1</source>
        <translation>列：%1</translation>
    </message>
</context>
<context>
    <name>retort::ui::DecisionChips</name>
    <message>
        <source>all %1</source>
        <translation>全部 %1 条</translation>
    </message>
    <message>
        <source>Last verdicts</source>
        <translation>最近的判定</translation>
    </message>
    <message>
        <source>Take back %1</source>
        <translation>撤回 %1</translation>
    </message>
    <message>
        <source>Takes this verdict back and shows what it was about</source>
        <translation>撤回此判定并显示所判定的内容</translation>
    </message>
    <message>
        <source>Your last verdicts appear here; a click takes one back.</source>
        <translation>最近的判定会显示在这里；点击即可撤回。</translation>
    </message>
</context>
<context>
    <name>retort::ui::DesktopNotifier</name>
    <message>
        <source>%1 waits for you: candidates are to be judged</source>
        <translation>%1 在等你：有候选待评判</translation>
    </message>
    <message>
        <source>%1 is done</source>
        <translation>%1 已完成</translation>
    </message>
    <message>
        <source>%1 has failed: %2</source>
        <translation>%1 失败：%2</translation>
    </message>
    <message>
        <source>%1 ended without a word: killed, out of memory, or a crash</source>
        <translation>%1 无声结束：被终止、内存不足或崩溃</translation>
    </message>
    <message>
        <source>%1 has stopped; it can be resumed</source>
        <translation>%1 已停止，可以继续</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
</context>
<context>
    <name>retort::ui::EvaluateSheet</name>
    <message>
        <source>Evaluate more</source>
        <translation>补充评测</translation>
    </message>
    <message>
        <source>Evaluations that this run lacks</source>
        <translation>这次运行还缺的评测</translation>
    </message>
    <message>
        <source>Each model is asked like the others on its suite, so that the figures can be compared. A new run takes everything that is finished from this one.</source>
        <translation>每个模型的提问方式与同一评测集上的其他模型相同，因此数字可以比较。新的运行会沿用这次运行中已完成的一切。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Space marks · Enter starts</source>
        <translation>空格勾选 · 回车启动</translation>
    </message>
    <message>
        <source>%1 (not trained yet)</source>
        <translation>%1（尚未训练）</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Start (%1)</source>
        <translation>启动（%1）</translation>
    </message>
</context>
<context>
    <name>retort::ui::EvaluationList</name>
    <message>
        <source>%1, step %2</source>
        <translation>%1，第 %2 步</translation>
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
        <source>Points of pass@1 on the same problems, with the 95% interval by bootstrap over problems; coloured where it is more than chance</source>
        <translation>同样题目上 pass@1 的百分点之差，附按题目自助法的 95% 区间；超出偶然时着色</translation>
    </message>
    <message>
        <source>How often chance alone makes such a difference of pass@1 (sign-flip test over problems; with one sample of each it is McNemar&apos;s exact test)</source>
        <translation>仅凭偶然出现这样的 pass@1 之差的频率（按题目的符号翻转检验；每题一个样本时即 McNemar 精确检验）</translation>
    </message>
    <message>
        <source>Problems that became right and that became wrong</source>
        <translation>变对和变错的题目数</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>百分点</translation>
    </message>
    <message>
        <source>Against %1</source>
        <translation>相对 %1</translation>
    </message>
    <message>
        <source>Flips</source>
        <translation>翻转</translation>
    </message>
    <message>
        <source>Share of problems whose majority answer of k samples is right; nothing where answers cannot be voted on</source>
        <translation>k 个样本的多数答案正确的题目所占比例；答案无法投票时留空</translation>
    </message>
    <message>
        <source>Problems × samples of each</source>
        <translation>题目数 × 每题样本数</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>题数</translation>
    </message>
    <message numerus="yes">
        <source>Enter lists its %n problems</source>
        <translation>
            <numerusform>按回车列出其中的 %n 道题</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problems, of which only the score was stored: this evaluation is of an older version. A new one lists them.</source>
        <translation>
            <numerusform>%n 道题，但只保存了分数：此评测由旧版本完成。重新评测后即可列出题目。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>pass@1 on %n problems with the 95% interval by bootstrap over them</source>
        <translation>
            <numerusform>%n 道题上的 pass@1，括号内为对题目自助抽样得到的 95% 区间</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>retort::ui::FlipMatrix</name>
    <message>
        <source>Flips between models</source>
        <translation>模型之间的翻转</translation>
    </message>
    <message>
        <source>%1 to %2: %3 became right, %4 became wrong%5</source>
        <translation>%1 到 %2：%3 题变对，%4 题变错%5</translation>
    </message>
    <message>
        <source>; pass@1 differs by more than chance</source>
        <translation>；pass@1 之差超出偶然</translation>
    </message>
    <message>
        <source>; pass@1 differs within what chance does</source>
        <translation>；pass@1 之差在偶然范围内</translation>
    </message>
</context>
<context>
    <name>retort::ui::FlippedProblemsModel</name>
    <message>
        <source>Share of the samples that were right; solved means more than half</source>
        <translation>样本正确的比例；超过一半算解出</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>题目</translation>
    </message>
</context>
<context>
    <name>retort::ui::FlipsTab</name>
    <message>
        <source>From model</source>
        <translation>从模型</translation>
    </message>
    <message>
        <source>To model</source>
        <translation>到模型</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>题目</translation>
    </message>
    <message>
        <source>from</source>
        <translation>从</translation>
    </message>
    <message>
        <source>to</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Enter shows the answers to a problem side by side.</source>
        <translation>按 Enter 并排查看一题的回答。</translation>
    </message>
    <message>
        <source>List these problems</source>
        <translation>列出这些题目</translation>
    </message>
    <message>
        <source>Choose two different models.</source>
        <translation>请选择两个不同的模型。</translation>
    </message>
    <message>
        <source>right in both</source>
        <translation>都对</translation>
    </message>
    <message>
        <source>✕ right, then wrong</source>
        <translation>✕ 由对变错</translation>
    </message>
    <message>
        <source>✓ wrong, then right</source>
        <translation>✓ 由错变对</translation>
    </message>
    <message>
        <source>wrong in both</source>
        <translation>都错</translation>
    </message>
</context>
<context>
    <name>retort::ui::ForkSheet</name>
    <message>
        <source>Fork</source>
        <translation>分叉</translation>
    </message>
    <message>
        <source>A new run takes %1 from step %2 of %3 on, with what is changed here; that run stays as it is.</source>
        <translation>新的运行从 %3 的第 %2 步起继续 %1，采用这里改动的设置；原运行保持不变。</translation>
    </message>
    <message>
        <source>What follows runs again: %1.</source>
        <translation>其后的阶段重新运行：%1。</translation>
    </message>
    <message>
        <source>Back to what the run had</source>
        <translation>恢复为该运行的值</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Starts the new run (Ctrl+Enter)</source>
        <translation>开始新的运行（Ctrl+Enter）</translation>
    </message>
    <message>
        <source>Fork at %1, step %2</source>
        <translation>从 %1 第 %2 步分叉</translation>
    </message>
    <message>
        <source>%1 in the run; with another one the stages before this run again too.</source>
        <translation>该运行中为 %1；换一个则之前的阶段也会重新运行。</translation>
    </message>
    <message>
        <source>%1 in the run.</source>
        <translation>该运行中为 %1。</translation>
    </message>
    <message>
        <source>Nothing is changed: what that run has finished would be taken as it is.</source>
        <translation>没有改动：该运行已完成的部分会原样沿用。</translation>
    </message>
    <message>
        <source>Nothing is changed.</source>
        <translation>没有改动。</translation>
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
    <name>retort::ui::FunnelBars</name>
    <message>
        <source>Parsed</source>
        <translation>可解析</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>答案正确</translation>
    </message>
    <message>
        <source>One language</source>
        <translation>单一语言</translation>
    </message>
    <message>
        <source>Readable</source>
        <translation>可读</translation>
    </message>
    <message>
        <source>Checks itself</source>
        <translation>自我检查</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Funnel</source>
        <translation>漏斗</translation>
    </message>
    <message>
        <source>%1 sampled</source>
        <translation>已采样 %1</translation>
    </message>
    <message>
        <source>Sampled</source>
        <translation>已采样</translation>
    </message>
    <message>
        <source>Deduplicated</source>
        <translation>去重</translation>
    </message>
    <message>
        <source>Per-problem limit</source>
        <translation>每题上限</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空白</translation>
    </message>
    <message>
        <source>not graded</source>
        <translation>未评分</translation>
    </message>
    <message>
        <source>malformed</source>
        <translation>格式不合</translation>
    </message>
    <message>
        <source>cut</source>
        <translation>被截断</translation>
    </message>
    <message>
        <source>repeats itself</source>
        <translation>自我重复</translation>
    </message>
    <message>
        <source>long paragraph</source>
        <translation>段落过长</translation>
    </message>
    <message>
        <source>code block</source>
        <translation>代码块</translation>
    </message>
    <message>
        <source>%1, lost here: %2</source>
        <translation>%1，在此损失：%2</translation>
    </message>
</context>
<context>
    <name>retort::ui::FunnelModel</name>
    <message>
        <source>! not graded</source>
        <translation>! 未评分</translation>
    </message>
    <message>
        <source>–</source>
        <translation>–</translation>
    </message>
    <message>
        <source>✓ right</source>
        <translation>✓ 正确</translation>
    </message>
    <message>
        <source>✕ wrong</source>
        <translation>✕ 错误</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>Repeated</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>Paragraph</source>
        <translation>段落</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>题目</translation>
    </message>
</context>
<context>
    <name>retort::ui::FunnelPage</name>
    <message>
        <source>Sample stage</source>
        <translation>采样阶段</translation>
    </message>
    <message>
        <source>Traces that end at the chosen test</source>
        <translation>止于所选检查的推理</translation>
    </message>
    <message>
        <source>well-formed only</source>
        <translation>仅合格式</translation>
    </message>
    <message>
        <source>right answers only</source>
        <translation>仅答案正确</translation>
    </message>
    <message>
        <source>code blocks allowed</source>
        <translation>允许代码块</translation>
    </message>
    <message>
        <source>must check itself</source>
        <translation>须自我检查</translation>
    </message>
    <message>
        <source>any</source>
        <translation>任意</translation>
    </message>
    <message>
        <source>Least share in the problem&apos;s language</source>
        <translation>题目语言最低占比</translation>
    </message>
    <message>
        <source>Largest share of repeated 4-grams</source>
        <translation>重复四元组最高占比</translation>
    </message>
    <message>
        <source>Longest paragraph, characters</source>
        <translation>最长段落（字符）</translation>
    </message>
    <message>
        <source>Kept of one problem</source>
        <translation>每题保留数</translation>
    </message>
    <message>
        <source>language at least</source>
        <translation>语言不低于</translation>
    </message>
    <message>
        <source>repetition at most</source>
        <translation>重复不高于</translation>
    </message>
    <message>
        <source>paragraph at most</source>
        <translation>段落不长于</translation>
    </message>
    <message>
        <source>As in the run</source>
        <translation>同运行</translation>
    </message>
    <message>
        <source>The bounds that the run had (B)</source>
        <translation>运行所用的界限（B）</translation>
    </message>
    <message>
        <source>Put into the recipe</source>
        <translation>写入配方</translation>
    </message>
    <message>
        <source>Opens the recipe with these bounds, not saved yet (P)</source>
        <translation>以这些界限打开配方，尚未保存（P）</translation>
    </message>
    <message>
        <source>Tried on the stored samples; the dashes are the run.</source>
        <translation>在已存样本上试算；虚线为本次运行。</translation>
    </message>
    <message>
        <source>No run is open</source>
        <translation>没有打开的运行</translation>
    </message>
    <message>
        <source>Open a run to see what its filters keep.</source>
        <translation>打开一次运行，查看其筛选保留了什么。</translation>
    </message>
    <message>
        <source>Reading the samples</source>
        <translation>正在读取样本</translation>
    </message>
    <message>
        <source>Nothing is sampled yet</source>
        <translation>尚未采样</translation>
    </message>
    <message>
        <source>A stage with kind = &quot;sample&quot; fills this funnel as it works.</source>
        <translation>kind = &quot;sample&quot; 的阶段运行时会填充此漏斗。</translation>
    </message>
    <message>
        <source>%1 of %2 samples kept (%3)</source>
        <translation>保留 %1 / %2 个样本（%3）</translation>
    </message>
    <message>
        <source>; in the run %1</source>
        <translation>；运行中为 %1</translation>
    </message>
    <message>
        <source>Bounds as in the run</source>
        <translation>恢复运行的界限</translation>
    </message>
    <message>
        <source>Put the tried bounds into the recipe</source>
        <translation>将试用的界限写入配方</translation>
    </message>
    <message>
        <source>Another test</source>
        <translation>另一项检查</translation>
    </message>
    <message>
        <source>Up and Down in the funnel</source>
        <translation>漏斗中按上下键</translation>
    </message>
    <message>
        <source>Read the lost traces</source>
        <translation>阅读被滤除的推理</translation>
    </message>
    <message>
        <source>Open in Traces</source>
        <translation>在「回答」页打开</translation>
    </message>
    <message>
        <source>With its reward, its siblings and its tokens (Enter)</source>
        <translation>连同奖励、同组回答和词元（Enter）</translation>
    </message>
    <message>
        <source>Share of words in the problem&apos;s language, all samples</source>
        <translation>使用题目语言的词所占比例，全部样本</translation>
    </message>
    <message>
        <source>Share of repeated 4-grams, all samples</source>
        <translation>重复四元组所占比例，全部样本</translation>
    </message>
    <message>
        <source>Longest paragraph in characters, all samples</source>
        <translation>最长段落的字符数，全部样本</translation>
    </message>
    <message>
        <source>This run cannot be read</source>
        <translation>无法读取这个运行</translation>
    </message>
    <message>
        <source>Open the trace in Traces</source>
        <translation>在「回答」页打开这条回答</translation>
    </message>
    <message>
        <source>O, or Enter in the list</source>
        <translation>O，或在列表中按 Enter</translation>
    </message>
    <message>
        <source>Choose a run</source>
        <translation>选择运行</translation>
    </message>
    <message>
        <source>Choose another run</source>
        <translation>选择其他运行</translation>
    </message>
    <message>
        <source>The recipe of this run cannot be read</source>
        <translation>无法读取此运行的配方</translation>
    </message>
    <message>
        <source>Its curves, traces and comparisons can be looked at all the same.</source>
        <translation>它的曲线、轨迹和比较仍可查看。</translation>
    </message>
    <message>
        <source>per problem at most</source>
        <translation>每题至多</translation>
    </message>
    <message numerus="yes">
        <source>Kept: %1 traces</source>
        <translation>
            <numerusform>保留：%1 条</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Lost at “%1”: %2 traces</source>
        <translation>
            <numerusform>止于“%1”：%2 条</numerusform>
        </translation>
    </message>
    <message>
        <source>Only the traces that this test lost for this</source>
        <translation>只列出因此止于这项检查的回答</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>retort::ui::GateStatus</name>
    <message>
        <source>%1 due for the second pass</source>
        <translation>%1 条待复评</translation>
    </message>
    <message>
        <source>not defined</source>
        <translation>无定义</translation>
    </message>
    <message>
        <source>%1 of %2 accepted</source>
        <translation>已接受 %1 / %2</translation>
    </message>
    <message>
        <source>%1 of them edited</source>
        <translation>其中 %1 条经修改</translation>
    </message>
    <message>
        <source>%1 rejected</source>
        <translation>已拒绝 %1</translation>
    </message>
    <message>
        <source>%1 still needed</source>
        <translation>还需 %1</translation>
    </message>
    <message>
        <source>enough</source>
        <translation>已足够</translation>
    </message>
    <message>
        <source>%1 a minute</source>
        <translation>每分钟 %1 条</translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation>约剩 %1</translation>
    </message>
    <message>
        <source>The recipe&apos;s rule has chosen here. To choose by hand, give this stage gate = &quot;wait&quot; and run again.</source>
        <translation>此处已由配方的规则选定。要手动挑选，请给该阶段设 gate = &quot;wait&quot; 并重新运行。</translation>
    </message>
    <message>
        <source>The recipe&apos;s rule will choose here. To choose by hand, give this stage gate = &quot;wait&quot;.</source>
        <translation>此处将由配方的规则选定。要手动挑选，请给该阶段设 gate = &quot;wait&quot;。</translation>
    </message>
    <message>
        <source>The gate was opened and the run has gone on. Verdicts given now count when this stage runs again.</source>
        <translation>关口已打开，运行已继续。现在给出的判定在该阶段再次运行时生效。</translation>
    </message>
    <message>
        <source>The gate is open: the run goes on with what is accepted.</source>
        <translation>关口已打开：运行将以已接受的内容继续。</translation>
    </message>
    <message>
        <source>judged twice: %1 of %2, same verdict %3, Cohen&apos;s κ %4</source>
        <translation>已复评 %1 / %2，判定一致 %3，Cohen κ %4</translation>
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
    <message>
        <source>pausing after this step</source>
        <translation>本步完成后暂停</translation>
    </message>
    <message>
        <source>stopping: saves after this step</source>
        <translation>正在停止：本步完成后保存</translation>
    </message>
    <message>
        <source>Back to where one was (Alt+Left)</source>
        <translation>回到先前所在之处（Alt+Left）</translation>
    </message>
    <message>
        <source>Forward again (Alt+Right)</source>
        <translation>再次前进（Alt+Right）</translation>
    </message>
    <message>
        <source>%1 › %2 – Retort</source>
        <translation>%1 › %2 – Retort</translation>
    </message>
    <message>
        <source>its folder is gone</source>
        <translation>其文件夹已不在</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>无法读取</translation>
    </message>
</context>
<context>
    <name>retort::ui::IntervalChart</name>
    <message>
        <source>Scores with intervals</source>
        <translation>带区间的分数</translation>
    </message>
    <message>
        <source>published: %1, %2 (other problems than these)</source>
        <translation>已发表：%1，%2（题目与此处不同）</translation>
    </message>
    <message>
        <source>published: %1, %2</source>
        <translation>已发表：%1，%2</translation>
    </message>
</context>
<context>
    <name>retort::ui::KeySheet</name>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>任何页面</translation>
    </message>
    <message>
        <source>Esc closes this sheet · Ctrl+K finds anything by name</source>
        <translation>Esc 关闭 · Ctrl+K 按名称查找一切</translation>
    </message>
</context>
<context>
    <name>retort::ui::LineProcess</name>
    <message>
        <source>The program &quot;retort&quot; is neither beside the workbench nor in PATH. Build it, or set RETORT_TRAINER.</source>
        <translation>在工作台旁和 PATH 中都找不到程序“retort”。请构建它，或设置 RETORT_TRAINER。</translation>
    </message>
    <message>
        <source>%1 cannot be started: %2</source>
        <translation>无法启动 %1：%2</translation>
    </message>
    <message>
        <source>The program ended without a word.</source>
        <translation>程序未作说明便结束了。</translation>
    </message>
</context>
<context>
    <name>retort::ui::ListedProblemsModel</name>
    <message>
        <source>%1 was not asked</source>
        <translation>没有问过 %1</translation>
    </message>
    <message>
        <source>%1: %2 of %3 answers right</source>
        <translation>%1：%3 个回答中 %2 个正确</translation>
    </message>
    <message>
        <source>In the order of the suite</source>
        <translation>按测试集的顺序</translation>
    </message>
    <message>
        <source>Right answers of those that were sampled; solved means more than half. A click sorts.</source>
        <translation>采样的回答中正确的个数；超过一半算解出。点击即按此列排序。</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>题目</translation>
    </message>
</context>
<context>
    <name>retort::ui::LiveTraces</name>
    <message>
        <source>Newest traces</source>
        <translation>最新回答</translation>
    </message>
    <message>
        <source>The newest traces cannot be read</source>
        <translation>最新的轨迹无法读取</translation>
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
    <message>
        <source>Reading the run</source>
        <translation>正在读取运行</translation>
    </message>
</context>
<context>
    <name>retort::ui::MainWindow</name>
    <message>
        <source>Retort</source>
        <translation>Retort</translation>
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
        <source>Light, dark, or as the system (Ctrl+Shift+T)</source>
        <translation>浅色、深色或跟随系统（Ctrl+Shift+T）</translation>
    </message>
    <message>
        <source>These files are neither a project, a run nor a JSON Lines file that a page here can take.</source>
        <translation>这些文件既不是项目或运行，也不是此处任何页面可用的 JSON Lines 文件。</translation>
    </message>
    <message>
        <source>Find anything: actions, runs, stages, metrics</source>
        <translation>查找：操作、运行、阶段、指标</translation>
    </message>
    <message>
        <source>Show the keys of this page</source>
        <translation>显示本页按键</translation>
    </message>
    <message>
        <source>Open a project or a run…</source>
        <translation>打开项目或运行…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Copy a link to what is shown</source>
        <translation>复制当前内容的链接</translation>
    </message>
    <message>
        <source>Close the window; training goes on</source>
        <translation>关闭窗口；训练照常进行</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>前往%1</translation>
    </message>
    <message>
        <source>Pause the run</source>
        <translation>暂停运行</translation>
    </message>
    <message>
        <source>Resume the run</source>
        <translation>继续运行</translation>
    </message>
    <message>
        <source>Stop the run and save</source>
        <translation>停止并保存</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Done again: %1</source>
        <translation>已重做：%1</translation>
    </message>
    <message>
        <source>Taken back: %1</source>
        <translation>已撤销：%1</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light or dark as the system</source>
        <translation>随系统浅色或深色</translation>
    </message>
    <message>
        <source>Back to where one was</source>
        <translation>回到先前所在之处</translation>
    </message>
    <message>
        <source>Forward again</source>
        <translation>再次前进</translation>
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
        <source>Save as %1…</source>
        <translation>另存为 %1…</translation>
    </message>
    <message>
        <source>Save chart</source>
        <translation>保存图表</translation>
    </message>
    <message>
        <source>%1 cannot be written. Choose another folder.</source>
        <translation>无法写入 %1。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>Show as table</source>
        <translation>显示为表格</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>复制图片</translation>
    </message>
    <message>
        <source>Copy points</source>
        <translation>复制数据点</translation>
    </message>
    <message>
        <source>Copied: a picture of “%1”</source>
        <translation>已复制“%1”的图片</translation>
    </message>
    <message>
        <source>Copied: the points of “%1”</source>
        <translation>已复制“%1”的数据点</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>已保存：%1</translation>
    </message>
    <message>
        <source>gaps: %1</source>
        <translation>缺口：%1</translation>
    </message>
    <message>
        <source>Scale, table, copy, save (Menu key)</source>
        <translation>刻度、表格、复制、保存（菜单键）</translation>
    </message>
    <message>
        <source>Read the marked traces</source>
        <translation>阅读所选范围的轨迹</translation>
    </message>
    <message>
        <source>Zoom to the marked range</source>
        <translation>放大到所选范围</translation>
    </message>
</context>
<context>
    <name>retort::ui::ModelList</name>
    <message>
        <source>%1, step %2</source>
        <translation>%1，第 %2 步</translation>
    </message>
    <message>
        <source>No ratio: this trace was sampled with top-p %1, so the stored log-probabilities are of a cut distribution.</source>
        <translation>没有比率：这条回答以 top-p %1 采样，存储的对数概率属于截断后的分布。</translation>
    </message>
    <message>
        <source>last, step %1</source>
        <translation>最后，第 %1 步</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>第 %1 步</translation>
    </message>
</context>
<context>
    <name>retort::ui::ModelTree</name>
    <message>
        <source>Models to compare</source>
        <translation>要比较的模型</translation>
    </message>
    <message>
        <source>Del takes this run out of the comparison</source>
        <translation>Del 把这次运行移出比较</translation>
    </message>
    <message>
        <source>Compare the others with %1</source>
        <translation>以 %1 为基准比较其他模型</translation>
    </message>
    <message>
        <source>Take %1 out</source>
        <translation>移出 %1</translation>
    </message>
</context>
<context>
    <name>retort::ui::NoticeBar</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy these words</source>
        <translation>复制这段文字</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>retort::ui::OverviewFacts</name>
    <message>
        <source>of an earlier run</source>
        <translation>来自较早的运行</translation>
    </message>
    <message>
        <source>%1 from %2</source>
        <translation>%1 起始 %2</translation>
    </message>
    <message>
        <source>Right answers · %1</source>
        <translation>正确率 · %1</translation>
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
        <source>Time left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>in this stage</source>
        <translation>本阶段</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Right answers</source>
        <translation>正确率</translation>
    </message>
    <message>
        <source>Tokens per second</source>
        <translation>词元/秒</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>梯度范数</translation>
    </message>
    <message>
        <source>Tokens per second, training</source>
        <translation>每秒词元数（训练）</translation>
    </message>
    <message>
        <source>Token accuracy</source>
        <translation>词元准确率</translation>
    </message>
    <message>
        <source>Held-out pairs right</source>
        <translation>留出偏好对正确率</translation>
    </message>
    <message>
        <source>Training pairs right</source>
        <translation>训练偏好对正确率</translation>
    </message>
    <message>
        <source>of this stage</source>
        <translation>此阶段</translation>
    </message>
    <message>
        <source>Tokens/s</source>
        <translation>词元/秒</translation>
    </message>
    <message>
        <source>Held-out pairs</source>
        <translation>留出偏好对</translation>
    </message>
    <message>
        <source>Training pairs</source>
        <translation>训练偏好对</translation>
    </message>
    <message>
        <source>Length, tokens</source>
        <translation>长度（词元）</translation>
    </message>
    <message>
        <source>Consistency</source>
        <translation>一致性</translation>
    </message>
</context>
<context>
    <name>retort::ui::OverviewPage</name>
    <message>
        <source>What went wrong</source>
        <translation>出了什么问题</translation>
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
        <source>This run cannot be read</source>
        <translation>无法读取这个运行</translation>
    </message>
    <message>
        <source>Choose another run</source>
        <translation>选择另一个运行</translation>
    </message>
    <message>
        <source>Nothing was changed. What is there:</source>
        <translation>未作任何改动。现有内容：</translation>
    </message>
    <message>
        <source>The stage %1 was made by run %2, which is open now.</source>
        <translation>阶段 %1 由运行 %2 完成，现已打开该运行。</translation>
    </message>
    <message>
        <source>stages over one another</source>
        <translation>各阶段重叠</translation>
    </message>
    <message>
        <source>Compare with…</source>
        <translation>与其他运行比较…</translation>
    </message>
    <message>
        <source>Lay other runs of this project over these curves</source>
        <translation>把本项目的其他运行叠加到这些曲线上</translation>
    </message>
    <message>
        <source>Other runs: %1</source>
        <translation>其他运行：%1</translation>
    </message>
    <message>
        <source>Chart: move the crosshair; with Shift mark a range</source>
        <translation>图表：移动十字线；按住 Shift 选择范围</translation>
    </message>
    <message>
        <source>Chart: read the traces of that step or range</source>
        <translation>图表：阅读该步或范围的回答</translation>
    </message>
    <message>
        <source>Chart: zoom to the marked range</source>
        <translation>图表：放大所选范围</translation>
    </message>
    <message>
        <source>Chart: closer, wider</source>
        <translation>图表：放大、缩小</translation>
    </message>
    <message>
        <source>Chart: logarithmic scale</source>
        <translation>图表：对数刻度</translation>
    </message>
    <message>
        <source>Chart: show as table</source>
        <translation>图表：显示为表格</translation>
    </message>
    <message>
        <source>Chart: copy the picture</source>
        <translation>图表：复制图片</translation>
    </message>
    <message>
        <source>Chart: copy the points</source>
        <translation>图表：复制数据点</translation>
    </message>
    <message>
        <source>Chart: all that it can do</source>
        <translation>图表：全部功能</translation>
    </message>
    <message>
        <source>Menu key</source>
        <translation>菜单键</translation>
    </message>
    <message>
        <source>Axis by step</source>
        <translation>横轴按步</translation>
    </message>
    <message>
        <source>Axis by time</source>
        <translation>横轴按时间</translation>
    </message>
    <message>
        <source>Stages over one another</source>
        <translation>各阶段重叠</translation>
    </message>
    <message>
        <source>%1 has not begun.</source>
        <translation>%1 尚未开始。</translation>
    </message>
    <message>
        <source>%1 has no steps, and so no curves.</source>
        <translation>%1 没有步，因此没有曲线。</translation>
    </message>
    <message>
        <source>Without points in this run: %1</source>
        <translation>此运行中没有数据点：%1</translation>
    </message>
    <message>
        <source>Without points in %1: %2</source>
        <translation>%1 中没有数据点：%2</translation>
    </message>
    <message>
        <source>by optimizer step</source>
        <translation>按优化器步</translation>
    </message>
    <message>
        <source>More metrics</source>
        <translation>更多指标</translation>
    </message>
    <message>
        <source>Charts of any other metric that the run has</source>
        <translation>为运行中的其他指标添加图表</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Which stages are laid over one another</source>
        <translation>选择叠加哪些阶段</translation>
    </message>
    <message>
        <source>There is no other run yet</source>
        <translation>还没有其他运行</translation>
    </message>
    <message>
        <source>The run has no other metric yet</source>
        <translation>此运行还没有其他指标</translation>
    </message>
    <message>
        <source>Compare with other runs…</source>
        <translation>与其他运行对比…</translation>
    </message>
    <message>
        <source>Charts of other metrics…</source>
        <translation>其他指标的图表…</translation>
    </message>
    <message>
        <source>Axis by optimizer step</source>
        <translation>横轴按优化器步</translation>
    </message>
    <message>
        <source>Which stages lie over one another…</source>
        <translation>选择叠加的阶段…</translation>
    </message>
    <message>
        <source>The range goes on to step %1 of %2; Traces shows one stage at a time.</source>
        <translation>该范围延续到 %2 的第 %1 步；“轨迹”一次只显示一个阶段。</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>显示 %1</translation>
    </message>
    <message>
        <source>Enter, click or drag</source>
        <translation>Enter、点击或拖动</translation>
    </message>
    <message>
        <source>Z or Shift+drag</source>
        <translation>Z 或 Shift+拖动</translation>
    </message>
    <message>
        <source>+ − or Ctrl+wheel</source>
        <translation>+ − 或 Ctrl+滚轮</translation>
    </message>
    <message>
        <source>Click or drag to read traces · Shift+drag zooms</source>
        <translation>点击或拖动以阅读轨迹 · Shift+拖动放大</translation>
    </message>
    <message>
        <source>Which stages are laid over one another (S): %1</source>
        <translation>叠加哪些阶段（S）：%1</translation>
    </message>
    <message>
        <source>No stage has steps yet</source>
        <translation>还没有任何阶段有步数</translation>
    </message>
    <message>
        <source>All stages over one another</source>
        <translation>叠加所有阶段</translation>
    </message>
    <message>
        <source>Stages: %1 of %2</source>
        <translation>阶段：%1/%2</translation>
    </message>
    <message>
        <source>Without points in these stages: %1</source>
        <translation>所选阶段没有数据点：%1</translation>
    </message>
</context>
<context>
    <name>retort::ui::Pages</name>
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
        <source>Candidates</source>
        <translation>候选</translation>
    </message>
    <message>
        <source>Funnel</source>
        <translation>漏斗</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>配方</translation>
    </message>
    <message>
        <source>Playground</source>
        <translation>对话</translation>
    </message>
</context>
<context>
    <name>retort::ui::PictureMenu</name>
    <message>
        <source>Copy picture</source>
        <translation>复制图片</translation>
    </message>
    <message>
        <source>Copy figures</source>
        <translation>复制数据</translation>
    </message>
    <message>
        <source>Save as %1…</source>
        <translation>另存为 %1…</translation>
    </message>
    <message>
        <source>The picture is copied</source>
        <translation>图片已复制</translation>
    </message>
    <message>
        <source>The figures are copied</source>
        <translation>数据已复制</translation>
    </message>
    <message>
        <source>Save chart</source>
        <translation>保存图表</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>已保存：%1</translation>
    </message>
    <message>
        <source>%1 cannot be written. Choose another folder.</source>
        <translation>无法写入 %1。请换一个文件夹。</translation>
    </message>
</context>
<context>
    <name>retort::ui::PlaygroundPage</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Second model</source>
        <translation>第二个模型</translation>
    </message>
    <message>
        <source>Problems of</source>
        <translation>题目来自</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>题目</translation>
    </message>
    <message>
        <source>no. </source>
        <translation>第 </translation>
    </message>
    <message>
        <source>A problem by chance (Ctrl+R)</source>
        <translation>随机一题（Ctrl+R）</translation>
    </message>
    <message>
        <source>What to ask</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Ask something, or choose a problem above</source>
        <translation>输入问题，或在上方选择一题</translation>
    </message>
    <message>
        <source>What the model is given</source>
        <translation>模型收到的内容</translation>
    </message>
    <message>
        <source>The prompt in the run&apos;s template</source>
        <translation>套入运行模板后的提示</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>样本数</translation>
    </message>
    <message>
        <source>Tokens at most</source>
        <translation>词元上限</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>Scored by</source>
        <translation>评分依据</translation>
    </message>
    <message>
        <source>samples</source>
        <translation>样本数</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>top-p</source>
        <translation>top-p</translation>
    </message>
    <message>
        <source>scored by</source>
        <translation>评分依据</translation>
    </message>
    <message>
        <source>Ask   Ctrl+Enter</source>
        <translation>提问   Ctrl+Enter</translation>
    </message>
    <message>
        <source>Both models answer the same question (Ctrl+Enter)</source>
        <translation>两个模型回答同一问题（Ctrl+Enter）</translation>
    </message>
    <message>
        <source>Stop   Esc</source>
        <translation>停止   Esc</translation>
    </message>
    <message>
        <source>Ends the writing (Esc)</source>
        <translation>停止书写（Esc）</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Writes on from where it stopped (Ctrl+G)</source>
        <translation>从停下处继续书写（Ctrl+G）</translation>
    </message>
    <message>
        <source>To candidates</source>
        <translation>送入候选</translation>
    </message>
    <message>
        <source>The sample that is read joins the queue of candidates (Ctrl+D)</source>
        <translation>将正在阅读的样本加入候选队列（Ctrl+D）</translation>
    </message>
    <message>
        <source>my own question</source>
        <translation>自己的问题</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>不评分</translation>
    </message>
    <message>
        <source>no expected answer: accuracy is not scored</source>
        <translation>没有参考答案：不评正确性</translation>
    </message>
    <message>
        <source>expected: %1</source>
        <translation>参考答案：%1</translation>
    </message>
    <message>
        <source>playground, %1</source>
        <translation>对话，%1</translation>
    </message>
    <message>
        <source>This recipe has no curate stage that could take candidates.</source>
        <translation>此配方没有可接收候选的筛选阶段。</translation>
    </message>
    <message>
        <source>Added to the candidates of %1</source>
        <translation>已加入 %1 的候选</translation>
    </message>
    <message>
        <source>It is among the candidates already</source>
        <translation>已在候选之中</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>No run is open</source>
        <translation>没有打开的运行</translation>
    </message>
    <message>
        <source>Looking for checkpoints</source>
        <translation>正在查找检查点</translation>
    </message>
    <message>
        <source>No model to talk to</source>
        <translation>没有可对话的模型</translation>
    </message>
    <message>
        <source>The recipe&apos;s own models are missing, and no stage has written a checkpoint yet.</source>
        <translation>配方自带的模型缺失，且尚无阶段写出检查点。</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>Stop writing</source>
        <translation>停止书写</translation>
    </message>
    <message>
        <source>Go on writing</source>
        <translation>继续书写</translation>
    </message>
    <message>
        <source>A problem by chance</source>
        <translation>随机一题</translation>
    </message>
    <message>
        <source>Send the sample to the candidates</source>
        <translation>将样本送入候选</translation>
    </message>
    <message>
        <source>A model folder, with its config.json</source>
        <translation>含有 config.json 的模型文件夹</translation>
    </message>
    <message>
        <source>%1 holds no config.json: it is no model folder.</source>
        <translation>%1 中没有 config.json，不是模型文件夹。</translation>
    </message>
    <message>
        <source>Open a model folder…</source>
        <translation>打开模型文件夹…</translation>
    </message>
    <message>
        <source>Tokens, and what else might have stood there</source>
        <translation>词元，以及此处还可能出现什么</translation>
    </message>
    <message>
        <source>Go on from another token</source>
        <translation>改用另一个词元继续</translation>
    </message>
    <message>
        <source>Enter, on a token</source>
        <translation>在词元上按回车</translation>
    </message>
    <message>
        <source>Talk to another model folder…</source>
        <translation>与另一个模型文件夹对话…</translation>
    </message>
    <message>
        <source>The recipe of this run cannot be read</source>
        <translation>无法读取此运行的配方</translation>
    </message>
    <message>
        <source>Any model folder can be talked to all the same.</source>
        <translation>仍可与任意模型文件夹对话。</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>Open a run to talk to its checkpoints, or drop a model folder here.</source>
        <translation>打开一次运行即可与其检查点对话，或把模型文件夹拖到这里。</translation>
    </message>
    <message>
        <source>To candidates: %1</source>
        <translation>加入候选：%1</translation>
    </message>
    <message>
        <source>Which terms of the rubric count, and which other rewards</source>
        <translation>评分规则中哪些项计入，以及另加哪些奖励</translation>
    </message>
    <message>
        <source>Rewards that count</source>
        <translation>计入的奖励</translation>
    </message>
    <message>
        <source>rewards</source>
        <translation>奖励</translation>
    </message>
    <message>
        <source>Which rewards score it</source>
        <translation>由哪些奖励评分</translation>
    </message>
    <message numerus="yes">
        <source>all %n terms</source>
        <translation>
            <numerusform>全部 %n 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n terms</source>
        <translation>
            <numerusform>%n 项中的 %1 项</numerusform>
        </translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Terms of %1</source>
        <translation>%1 的各项</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>%1 × %2, %3 only</source>
        <translation>%1 × %2，仅 %3</translation>
    </message>
    <message>
        <source>Other rewards</source>
        <translation>其他奖励</translation>
    </message>
</context>
<context>
    <name>retort::ui::ProblemsTab</name>
    <message>
        <source>Class of problems</source>
        <translation>题目类别</translation>
    </message>
    <message>
        <source>Problems of the class</source>
        <translation>这一类的题目</translation>
    </message>
    <message>
        <source>Enter shows the model&apos;s answers beside those of the model compared with. s sorts by the column.</source>
        <translation>按回车把该模型的回答与对照模型的回答并排显示。按 s 按此列排序。</translation>
    </message>
    <message>
        <source>all problems</source>
        <translation>全部题目</translation>
    </message>
    <message numerus="yes">
        <source>%n problems</source>
        <translation>
            <numerusform>%n 道题</numerusform>
        </translation>
    </message>
    <message>
        <source>No problem is known to be of this class: evaluations of older versions stored only its score.</source>
        <translation>没有已知属于这一类的题目：旧版本的评测只保存了分数。</translation>
    </message>
</context>
<context>
    <name>retort::ui::PromptStrip</name>
    <message>
        <source>This problem through training</source>
        <translation>这道题在训练中的变化</translation>
    </message>
    <message>
        <source>%1, step %2: %3 of %4 right</source>
        <translation>%1，第 %2 步：%4 个中 %3 个正确</translation>
    </message>
    <message numerus="yes">
        <source>This problem was drawn %n times; this is time %1</source>
        <translation>
            <numerusform>这道题被抽到 %n 次；这是第 %1 次</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>retort::ui::RecipeForm</name>
    <message>
        <source>Required.</source>
        <translation>必填。</translation>
    </message>
    <message>
        <source>Default %1%2.</source>
        <translation>默认 %1%2。</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>, from %1</source>
        <translation>，依据 %1</translation>
    </message>
    <message>
        <source>us, not published</source>
        <translation>我们（未公布）</translation>
    </message>
    <message>
        <source>Back to the default</source>
        <translation>恢复默认</translation>
    </message>
    <message>
        <source>Sends this value to the trainer; the next step uses it</source>
        <translation>将此值发送给训练器，下一步起生效</translation>
    </message>
    <message>
        <source>%1 now, in the running stage</source>
        <translation>在运行阶段立即更改 %1</translation>
    </message>
    <message>
        <source>Find a field (Ctrl+F)</source>
        <translation>查找字段（Ctrl+F）</translation>
    </message>
    <message>
        <source>Find a field</source>
        <translation>查找字段</translation>
    </message>
    <message>
        <source>Set here</source>
        <translation>此处设定</translation>
    </message>
    <message>
        <source>Only the fields that this recipe sets, without those left at their defaults</source>
        <translation>只显示本配方设定的字段，不含保持默认值的字段</translation>
    </message>
    <message>
        <source>Apply now</source>
        <translation>立即生效</translation>
    </message>
</context>
<context>
    <name>retort::ui::RecipeGraph</name>
    <message>
        <source>Stages of the recipe</source>
        <translation>配方的阶段</translation>
    </message>
    <message>
        <source>model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>The stages are drawn here as soon as the recipe has no errors</source>
        <translation>配方没有错误后，各阶段会画在这里</translation>
    </message>
</context>
<context>
    <name>retort::ui::RecipePage</name>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>No project is open</source>
        <translation>没有打开的项目</translation>
    </message>
    <message>
        <source>Open a project or a run to see and change its recipe.</source>
        <translation>打开项目或运行，以查看和修改其配方。</translation>
    </message>
    <message>
        <source>Compare with a run</source>
        <translation>与运行比较</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Takes the last change back (Ctrl+Z)</source>
        <translation>撤回上一个改动（Ctrl+Z）</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Makes it again (Ctrl+Shift+Z)</source>
        <translation>重新执行（Ctrl+Shift+Z）</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Writes recipe.toml (Ctrl+S)</source>
        <translation>写入 recipe.toml（Ctrl+S）</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Starts the recipe; finished stages are taken from earlier runs (Ctrl+Enter)</source>
        <translation>启动配方；已完成的阶段取自先前运行（Ctrl+Enter）</translation>
    </message>
    <message>
        <source>What the check says</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>What differs from the chosen run</source>
        <translation>与所选运行的差异</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>当时</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>立即</translation>
    </message>
    <message>
        <source>–</source>
        <translation>–</translation>
    </message>
    <message>
        <source>Nothing differs from %1</source>
        <translation>与 %1 没有差异</translation>
    </message>
    <message>
        <source>Compare with a run…</source>
        <translation>与运行比较…</translation>
    </message>
    <message>
        <source>%1 (open)</source>
        <translation>%1（已打开）</translation>
    </message>
    <message>
        <source>The unsaved changes of last time are back; undo shows the file as it is.</source>
        <translation>已恢复上次未保存的改动；撤销可看到文件原样。</translation>
    </message>
    <message>
        <source>✓ the recipe is good</source>
        <translation>✓ 配方无误</translation>
    </message>
    <message numerus="yes">
        <source>✕ %n problems</source>
        <translation>
            <numerusform>✕ %n 个问题</numerusform>
        </translation>
    </message>
    <message>
        <source>✓ kept</source>
        <translation>✓ 沿用</translation>
    </message>
    <message>
        <source>▸ runs</source>
        <translation>▸ 运行</translation>
    </message>
    <message>
        <source>Nothing would run: every stage is finished</source>
        <translation>无需运行：所有阶段均已完成</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>约 %1</translation>
    </message>
    <message numerus="yes">
        <source> and %n stages never timed here</source>
        <translation>
            <numerusform>，另有 %n 个阶段未在此计时</numerusform>
        </translation>
    </message>
    <message>
        <source>time not known until a stage has run here</source>
        <translation>在此运行过阶段后才知道时间</translation>
    </message>
    <message>
        <source>memory about %1 of %2 free</source>
        <translation>内存约 %1，可用 %2</translation>
    </message>
    <message>
        <source> ! too little</source>
        <translation> ! 不足</translation>
    </message>
    <message>
        <source>checkpoints about %1</source>
        <translation>检查点约 %1</translation>
    </message>
    <message>
        <source>recipe.toml has no section [%1]</source>
        <translation>recipe.toml 中没有 [%1] 一节</translation>
    </message>
    <message>
        <source>Changed while it ran: %1</source>
        <translation>运行中更改：%1</translation>
    </message>
    <message>
        <source>recipe.toml is saved</source>
        <translation>recipe.toml 已保存</translation>
    </message>
    <message>
        <source>Write over it</source>
        <translation>覆盖</translation>
    </message>
    <message>
        <source>Save recipe.toml and run it? %1</source>
        <translation>保存 recipe.toml 并运行？%1</translation>
    </message>
    <message>
        <source>Run it? %1</source>
        <translation>运行？%1</translation>
    </message>
    <message>
        <source>Save and run</source>
        <translation>保存并运行</translation>
    </message>
    <message>
        <source>Run the recipe</source>
        <translation>运行配方</translation>
    </message>
    <message>
        <source>Save recipe.toml</source>
        <translation>保存 recipe.toml</translation>
    </message>
    <message>
        <source>Another stage in the graph</source>
        <translation>图中另一阶段</translation>
    </message>
    <message>
        <source>arrow keys</source>
        <translation>方向键</translation>
    </message>
    <message>
        <source>Go to the graph</source>
        <translation>转到图</translation>
    </message>
    <message>
        <source>Go to the TOML</source>
        <translation>转到 TOML</translation>
    </message>
    <message>
        <source>Find a field</source>
        <translation>查找字段</translation>
    </message>
    <message>
        <source>Section of the recipe</source>
        <translation>配方的小节</translation>
    </message>
    <message>
        <source>The form below: the stage chosen in the graph, or another section of recipe.toml (Ctrl+L)</source>
        <translation>下方的表单：图中选定的阶段，或 recipe.toml 的其他小节 (Ctrl+L)</translation>
    </message>
    <message>
        <source>Choose a run</source>
        <translation>选择运行</translation>
    </message>
    <message>
        <source>This project has no recipe that can be read</source>
        <translation>此项目没有可读取的配方</translation>
    </message>
    <message>
        <source>Read it again</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>chosen stage</source>
        <translation>选定的阶段</translation>
    </message>
    <message>
        <source>would run, because %1 does</source>
        <translation>会运行，因为 %1 会运行</translation>
    </message>
    <message>
        <source>used by %1</source>
        <translation>用于 %1</translation>
    </message>
    <message>
        <source>Another section: project, template, data, rubrics</source>
        <translation>其他小节：项目、模板、数据、评分规则</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n stages would run</source>
        <translation>
            <numerusform>将运行 %1 / %n 个阶段</numerusform>
        </translation>
    </message>
    <message>
        <source>error: %1%2</source>
        <translation>错误：%1%2</translation>
    </message>
    <message>
        <source>warning: %1%2</source>
        <translation>警告：%1%2</translation>
    </message>
    <message>
        <source>recipe.toml was changed by another program since it was read here.</source>
        <translation>recipe.toml 在读入之后被其他程序修改过。</translation>
    </message>
    <message>
        <source>would run: %1</source>
        <translation>会运行：%1</translation>
    </message>
    <message>
        <source>✓ kept from %1</source>
        <translation>✓ 沿用 %1 的结果</translation>
    </message>
    <message>
        <source>The graph and this form come when recipe.toml can be read</source>
        <translation>recipe.toml 可以读取后，这里会出现流程图和表单</translation>
    </message>
    <message>
        <source>✕ what would run is known when the problems are mended</source>
        <translation>✕ 问题解决后才知道会运行什么</translation>
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
    <message>
        <source>Expected</source>
        <translation>期望</translation>
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
        <source>From step</source>
        <translation>起始步</translation>
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
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Show all traces again</source>
        <translation>重新显示全部回答</translation>
    </message>
    <message>
        <source>Saved filters</source>
        <translation>已存筛选</translation>
    </message>
    <message>
        <source>Filters that were given a name (Ctrl+S)</source>
        <translation>取了名字的筛选条件 (Ctrl+S)</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>复制链接</translation>
    </message>
    <message>
        <source>Copy a link that opens these traces (Ctrl+Shift+L)</source>
        <translation>复制可打开这些轨迹的链接 (Ctrl+Shift+L)</translation>
    </message>
    <message>
        <source>from </source>
        <translation>从第 </translation>
    </message>
    <message>
        <source>to </source>
        <translation>到第 </translation>
    </message>
    <message>
        <source>any verdict</source>
        <translation>对错不限</translation>
    </message>
    <message>
        <source>How it ended</source>
        <translation>如何结束</translation>
    </message>
    <message>
        <source>any ending</source>
        <translation>结束方式不限</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>aborted</source>
        <translation>已中止</translation>
    </message>
    <message>
        <source>Language of the problem</source>
        <translation>题目的语言</translation>
    </message>
    <message>
        <source>Reward term</source>
        <translation>奖励项</translation>
    </message>
    <message>
        <source>highest reward</source>
        <translation>奖励最高</translation>
    </message>
    <message>
        <source>lowest reward</source>
        <translation>奖励最低</translation>
    </message>
    <message>
        <source>longest first</source>
        <translation>最长在前</translation>
    </message>
    <message>
        <source>shortest first</source>
        <translation>最短在前</translation>
    </message>
    <message>
        <source>most mixed first</source>
        <translation>混用最多在前</translation>
    </message>
    <message>
        <source>malformed</source>
        <translation>格式不合</translation>
    </message>
    <message>
        <source>Only traces that do not keep to the format</source>
        <translation>只看格式不合的轨迹</translation>
    </message>
    <message>
        <source>Show other problems too</source>
        <translation>也显示其他题目</translation>
    </message>
    <message>
        <source>any language</source>
        <translation>语言不限</translation>
    </message>
    <message>
        <source>problems in %1</source>
        <translation>%1 题目</translation>
    </message>
    <message>
        <source>any term</source>
        <translation>奖励项不限</translation>
    </message>
    <message>
        <source>%1 ✕</source>
        <translation>%1 ✕</translation>
    </message>
    <message>
        <source>%1 ✓</source>
        <translation>%1 ✓</translation>
    </message>
    <message>
        <source>%1 ! failed</source>
        <translation>%1 ! 评分失败</translation>
    </message>
    <message>
        <source>one problem</source>
        <translation>只看一题</translation>
    </message>
    <message>
        <source>one evaluation</source>
        <translation>只看一次评测</translation>
    </message>
    <message>
        <source>Save this filter as …</source>
        <translation>把此筛选存为…</translation>
    </message>
    <message>
        <source>Name for this filter</source>
        <translation>筛选的名称</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Saved over the filter “%1”</source>
        <translation>已覆盖筛选“%1”</translation>
    </message>
    <message>
        <source>Forgotten: the filter “%1”</source>
        <translation>已删除筛选“%1”</translation>
    </message>
    <message>
        <source>★ bookmarked</source>
        <translation>★ 已收藏</translation>
    </message>
    <message>
        <source>Only traces with a bookmark (b), whatever the other conditions say</source>
        <translation>只显示已收藏的回答（b），忽略其他条件</translation>
    </message>
    <message>
        <source>last bookmarked first</source>
        <translation>最近收藏的在前</translation>
    </message>
    <message>
        <source>★ bookmarked (%1)</source>
        <translation>★ 已收藏（%1）</translation>
    </message>
    <message>
        <source>Search in problems and answers (Ctrl+F)</source>
        <translation>在题目和回答中搜索（Ctrl+F）</translation>
    </message>
    <message>
        <source>Search in problems and answers</source>
        <translation>在题目和回答中搜索</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>lost at “%1”</source>
        <translation>止于“%1”</translation>
    </message>
    <message>
        <source>lost at “%1”: %2</source>
        <translation>止于“%1”：%2</translation>
    </message>
    <message>
        <source>Where it ended in the funnel</source>
        <translation>止于漏斗何处</translation>
    </message>
    <message>
        <source>The test of the funnel at which a sample was lost; only samples of a sample stage end at one</source>
        <translation>样本在漏斗的哪一项检验中被淘汰；只有采样阶段的样本才有</translation>
    </message>
    <message>
        <source>other bounds</source>
        <translation>其他界限</translation>
    </message>
    <message>
        <source>By these bounds in place of the recipe&apos;s; a click goes back to those</source>
        <translation>按这些界限，而非配方的界限；点击改回配方的</translation>
    </message>
    <message>
        <source>any funnel step</source>
        <translation>漏斗步骤不限</translation>
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
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Share of words in the language of the problem; a click puts the most mixed first</source>
        <translation>使用题目语言的词所占比例；点击则混用最多的排在最前</translation>
    </message>
    <message>
        <source>A click sorts by it, another turns the order round</source>
        <translation>点击按此列排序，再点一次反转顺序</translation>
    </message>
    <message>
        <source>Lang.</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>asked: </source>
        <translation>题目：</translation>
    </message>
    <message>
        <source>wrote: </source>
        <translation>回答：</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>搜索结果</translation>
    </message>
    <message>
        <source>Right or wrong</source>
        <translation>对错</translation>
    </message>
</context>
<context>
    <name>retort::ui::RunListModel</name>
    <message>
        <source>no run yet</source>
        <translation>尚无运行</translation>
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
    <message>
        <source>cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>Right answers</source>
        <translation>正确率</translation>
    </message>
    <message>
        <source>On disk</source>
        <translation>占用磁盘</translation>
    </message>
    <message numerus="yes">
        <source>all %n stages</source>
        <translation>
            <numerusform>全部 %n 个阶段</numerusform>
        </translation>
    </message>
    <message>
        <source>its folder is missing</source>
        <translation>文件夹不见了</translation>
    </message>
    <message>
        <source>no recipe in its folder</source>
        <translation>文件夹里没有配方</translation>
    </message>
    <message>
        <source>Del takes it out of this list.</source>
        <translation>按 Del 把它移出列表。</translation>
    </message>
    <message>
        <source>%1 at first, %2 in the end</source>
        <translation>起初 %1，最后 %2</translation>
    </message>
</context>
<context>
    <name>retort::ui::RunPanel</name>
    <message>
        <source>Name of the run</source>
        <translation>运行名称</translation>
    </message>
    <message>
        <source>Name this run (F2)</source>
        <translation>为运行命名（F2）</translation>
    </message>
    <message>
        <source>Note on the run</source>
        <translation>运行备注</translation>
    </message>
    <message>
        <source>What was tried, what came out</source>
        <translation>做了什么尝试，结果如何</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Show its curves and traces (Enter)</source>
        <translation>查看曲线和回答（Enter）</translation>
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
        <source>Checkpoint to fork from</source>
        <translation>分叉所用的检查点</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>To the trash (Del)</source>
        <translation>移到回收站（Del）</translation>
    </message>
    <message>
        <source>best: %1 by %2</source>
        <translation>最好：%1（%2）</translation>
    </message>
    <message>
        <source>worked %1</source>
        <translation>用时 %1</translation>
    </message>
    <message>
        <source>%1 on disk</source>
        <translation>占用磁盘 %1</translation>
    </message>
    <message>
        <source>checkpoints deleted from the disk: %1</source>
        <translation>已从磁盘删除的检查点：%1</translation>
    </message>
    <message>
        <source>Take out of the archive</source>
        <translation>移出归档</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>归档</translation>
    </message>
    <message>
        <source>Archived runs are left out of the list unless they are asked for (A)</source>
        <translation>归档的运行默认不列出（A）</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n stages done</source>
        <translation>
            <numerusform>已完成 %1 / %n 个阶段</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, step %2</source>
        <translation>%1，第 %2 步</translation>
    </message>
    <message>
        <source>Fork…</source>
        <translation>分叉…</translation>
    </message>
    <message>
        <source>A new run that goes on from this checkpoint, with other settings; this one stays as it is</source>
        <translation>从该检查点以其他设置继续的新运行；本次运行保持不变</translation>
    </message>
</context>
<context>
    <name>retort::ui::RunRemains</name>
    <message>
        <source>made %1 by Retort %2</source>
        <translation>由 Retort %2 于 %1 创建</translation>
    </message>
    <message>
        <source>run.json is missing or damaged: what made this run is not known</source>
        <translation>run.json 缺失或损坏：不知由何创建</translation>
    </message>
    <message>
        <source>what people wrote: verdicts %1, notes %2</source>
        <translation>人工内容：评判 %1，备注 %2</translation>
    </message>
    <message>
        <source>what people wrote (annotations.db) cannot be read either</source>
        <translation>人工内容（annotations.db）也无法读取</translation>
    </message>
    <message>
        <source>run.db is missing: the folder was copied in part, or the run never began</source>
        <translation>缺少 run.db：文件夹只复制了一部分，或运行从未开始</translation>
    </message>
    <message>
        <source>its recipe (recipe.resolved.toml): a new run can be started with it</source>
        <translation>配方（recipe.resolved.toml）：可用它开始新的运行</translation>
    </message>
    <message>
        <source>no recipe (recipe.resolved.toml)</source>
        <translation>没有配方（recipe.resolved.toml）</translation>
    </message>
    <message>
        <source>complete checkpoints: %1; each is a model folder that can be used</source>
        <translation>完整的检查点：%1 个，每个都是可用的模型文件夹</translation>
    </message>
    <message>
        <source>its log: %1</source>
        <translation>日志：%1</translation>
    </message>
    <message>
        <source>checkpoints that lack files, half copied and not used: %1</source>
        <translation>缺少文件、复制不全而不采用的检查点：%1</translation>
    </message>
    <message>
        <source>annotations.db holds what people wrote about another run: move it back there</source>
        <translation>annotations.db 中是为另一次运行所写的内容：请把它移回那里</translation>
    </message>
</context>
<context>
    <name>retort::ui::RunSession</name>
    <message>
        <source>The trainer is gone without having said why: killed, out of memory, or a crash.</source>
        <translation>训练程序已消失且未说明原因：被结束、内存不足或崩溃。</translation>
    </message>
    <message numerus="yes">
        <source>points of %n curves</source>
        <translation>
            <numerusform>%n 条曲线的部分数据点</numerusform>
        </translation>
    </message>
    <message>
        <source>times of steps</source>
        <translation>各步的时间</translation>
    </message>
    <message>
        <source>the newest traces</source>
        <translation>最新的轨迹</translation>
    </message>
    <message>
        <source>checkpoints</source>
        <translation>检查点</translation>
    </message>
    <message>
        <source>evaluations</source>
        <translation>评测</translation>
    </message>
    <message>
        <source>events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Left out, because it cannot be read: %1.</source>
        <translation>因无法读取而未显示：%1。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>The folder of this run is gone: it was moved or deleted.</source>
        <translation>此次运行的文件夹已不在：已被移走或删除。</translation>
    </message>
    <message>
        <source>What had been read of it is still shown.</source>
        <translation>已读取的内容仍会显示。</translation>
    </message>
</context>
<context>
    <name>retort::ui::RunsPage</name>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Run abacus</source>
        <translation>运行 abacus</translation>
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
    <message>
        <source>Name or note of %1</source>
        <translation>%1 的名称或备注</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>已归档</translation>
    </message>
    <message>
        <source>Show archived runs too</source>
        <translation>同时显示已归档的运行</translation>
    </message>
    <message>
        <source>Archived: %1</source>
        <translation>已归档：%1</translation>
    </message>
    <message>
        <source>Not saved: %1</source>
        <translation>未保存：%1</translation>
    </message>
    <message>
        <source>Archive %1</source>
        <translation>归档 %1</translation>
    </message>
    <message>
        <source>Take %1 out of the archive</source>
        <translation>把 %1 移出归档</translation>
    </message>
    <message>
        <source>%1 is in the archive</source>
        <translation>%1 已归档</translation>
    </message>
    <message>
        <source>%1 is in the list again</source>
        <translation>%1 已回到列表</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Runs that took stages from it keep their own results, but lose those curves and traces.</source>
        <translation>沿用其阶段的运行会保留自己的结果，但会失去那些曲线和回答。</translation>
    </message>
    <message>
        <source>Delete this run?</source>
        <translation>删除这个运行？</translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>%1 is in the trash</source>
        <translation>%1 已在回收站</translation>
    </message>
    <message>
        <source>%1 could not be brought back; it is in the trash: %2</source>
        <translation>%1 无法恢复；它在回收站：%2</translation>
    </message>
    <message>
        <source>Open the selected run</source>
        <translation>打开所选运行</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>回车</translation>
    </message>
    <message>
        <source>Rename the selected run</source>
        <translation>重命名所选运行</translation>
    </message>
    <message>
        <source>Resume the selected run</source>
        <translation>继续所选运行</translation>
    </message>
    <message>
        <source>Archive, or take out of the archive</source>
        <translation>归档或移出归档</translation>
    </message>
    <message>
        <source>Delete the selected run…</source>
        <translation>删除所选运行…</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Del</translation>
    </message>
    <message>
        <source>Copy the selected row</source>
        <translation>复制所选行</translation>
    </message>
    <message>
        <source>Show archived runs</source>
        <translation>显示已归档的运行</translation>
    </message>
    <message>
        <source>Run abacus, the project that ships</source>
        <translation>运行自带项目 abacus</translation>
    </message>
    <message>
        <source>%1 goes to the trash of this desktop, with its %2 on disk. It can be brought back from there.</source>
        <translation>%1 及其占用的 %2 将移到桌面的回收站，可以从那里恢复。</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>删除 %1</translation>
    </message>
    <message>
        <source>Fork the selected run at a checkpoint, with other settings</source>
        <translation>将所选运行从某检查点以其他设置分叉</translation>
    </message>
    <message>
        <source>The folder %1 is missing: moved, deleted, or on a disk that is not there.</source>
        <translation>文件夹 %1 不见了：已移动、已删除，或所在磁盘未连接。</translation>
    </message>
    <message>
        <source>There is no recipe.toml in %1.</source>
        <translation>%1 中没有 recipe.toml。</translation>
    </message>
    <message>
        <source>%1 is out of the list</source>
        <translation>%1 已移出列表</translation>
    </message>
</context>
<context>
    <name>retort::ui::ScatterChart</name>
    <message>
        <source>Accuracy against response length</source>
        <translation>正确率与回答长度</translation>
    </message>
    <message>
        <source>%1: %2 at %3 tokens</source>
        <translation>%1：%2，%3 个词元</translation>
    </message>
    <message>
        <source>mean tokens of a response</source>
        <translation>回答的平均词元数</translation>
    </message>
</context>
<context>
    <name>retort::ui::ScoresTab</name>
    <message>
        <source>Bars</source>
        <translation>条形</translation>
    </message>
    <message>
        <source>Bars from zero instead of dots</source>
        <translation>从零起的条形代替圆点</translation>
    </message>
    <message>
        <source>Evaluations</source>
        <translation>评测</translation>
    </message>
    <message>
        <source>Whiskers are 95% intervals, by bootstrap over problems.</source>
        <translation>须线为 95% 区间，按题目自助法。</translation>
    </message>
    <message>
        <source>Published figures</source>
        <translation>已发表的数字</translation>
    </message>
    <message>
        <source>DeepSeek&apos;s own figures as dashed lines, marked as published (Nature 645, table 2; arXiv 2501.12948v1, tables 5 and 6)</source>
        <translation>DeepSeek 自己的数字，画成虚线并标明已发表（Nature 645，表 2；arXiv 2501.12948v1，表 5 和表 6）</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Table by classes of problems</source>
        <translation>按题目类别列表</translation>
    </message>
    <message>
        <source>pass@1 on each class of the suite&apos;s problems</source>
        <translation>评测集每一类题目上的 pass@1</translation>
    </message>
    <message>
        <source>all problems</source>
        <translation>全部题目</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>按 %1</translation>
    </message>
    <message>
        <source>language</source>
        <translation>语言</translation>
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
        <source>Compare what was evaluated</source>
        <translation>比较评测结果</translation>
    </message>
    <message>
        <source>Earlier stages</source>
        <translation>前面的阶段</translation>
    </message>
    <message>
        <source>Later stages</source>
        <translation>后面的阶段</translation>
    </message>
    <message>
        <source>evals %1/%2</source>
        <translation>评测 %1/%2</translation>
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
    <name>retort::ui::Style</name>
    <message>
        <source>Clear the text</source>
        <translation>清除文字</translation>
    </message>
</context>
<context>
    <name>retort::ui::TalkColumn</name>
    <message>
        <source>Samples of %1</source>
        <translation>%1 的样本</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>What %1 wrote</source>
        <translation>%1 所写</translation>
    </message>
    <message>
        <source>Choose a second model to see both on one input.</source>
        <translation>选择第二个模型，在同一输入上对照。</translation>
    </message>
    <message>
        <source>Ask: what the model writes appears here as it writes it.</source>
        <translation>提问后，模型的书写会实时显示在这里。</translation>
    </message>
    <message>
        <source>not scored: %1</source>
        <translation>未评分：%1</translation>
    </message>
    <message>
        <source>no second model</source>
        <translation>无第二个模型</translation>
    </message>
    <message>
        <source>%1 (%2 of %3)</source>
        <translation>%1（%2 / %3）</translation>
    </message>
    <message>
        <source>writing…</source>
        <translation>书写中…</translation>
    </message>
    <message>
        <source>cut at the limit</source>
        <translation>达到上限</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>–</source>
        <translation>–</translation>
    </message>
    <message>
        <source>vote: %1</source>
        <translation>投票：%1</translation>
    </message>
    <message>
        <source>Each token with what else might have stood there (Ctrl+T). Enter on one goes on from another.</source>
        <translation>逐个词元显示此处还可能出现什么（Ctrl+T）。在词元上按回车，可改用另一个词元继续。</translation>
    </message>
    <message>
        <source>Tokens of %1</source>
        <translation>%1 的词元</translation>
    </message>
    <message>
        <source>The arrow keys go through the tokens; Enter goes on from another one.</source>
        <translation>方向键逐个查看词元；回车改用另一个词元继续。</translation>
    </message>
    <message>
        <source>scoring…</source>
        <translation>评分中…</translation>
    </message>
    <message>
        <source>Why the sample of %1 has its score</source>
        <translation>%1 的样本为何得此分</translation>
    </message>
    <message>
        <source>no two agree</source>
        <translation>没有两个相同</translation>
    </message>
    <message>
        <source> or </source>
        <translation>或</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>没有答案</translation>
    </message>
    <message>
        <source>Go on with “%1” (%2)</source>
        <translation>从“%1”继续（%2）</translation>
    </message>
    <message>
        <source>Nothing else was likely here</source>
        <translation>此处没有其他可能的词元</translation>
    </message>
    <message>
        <source>Checkpoint of %1</source>
        <translation>%1的检查点</translation>
    </message>
    <message>
        <source>Which checkpoint of the stage: those that the run has kept</source>
        <translation>该阶段的哪个检查点：本次运行所保留的</translation>
    </message>
</context>
<context>
    <name>retort::ui::TokenFacts</name>
    <message>
        <source>The run stored no tokens for this trace.</source>
        <translation>运行没有为这条轨迹存词元。</translation>
    </message>
    <message>
        <source>No checkpoint or model of the project has the tokenizer that wrote this trace.</source>
        <translation>项目的检查点和模型中都没有写出这条轨迹的分词器。</translation>
    </message>
</context>
<context>
    <name>retort::ui::TokenPane</name>
    <message>
        <source>Colour of tokens</source>
        <translation>词元着色</translation>
    </message>
    <message>
        <source>entropy</source>
        <translation>熵</translation>
    </message>
    <message>
        <source>log-probability</source>
        <translation>对数概率</translation>
    </message>
    <message>
        <source>ratio</source>
        <translation>比率</translation>
    </message>
    <message>
        <source>advantage</source>
        <translation>优势</translation>
    </message>
    <message>
        <source>Model that is asked about these tokens</source>
        <translation>对这些词元提问的模型</translation>
    </message>
    <message>
        <source>Whose probabilities the ratio and the alternatives are</source>
        <translation>比率和备选词元用的是谁的概率</translation>
    </message>
    <message>
        <source>coloured by</source>
        <translation>着色依据</translation>
    </message>
    <message>
        <source>asked</source>
        <translation>提问对象</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>无</translation>
    </message>
    <message>
        <source>The run stored no prompt tokens for this trace: no model can be asked about it.</source>
        <translation>运行没有存储这条回答的题目词元：无法就它向模型提问。</translation>
    </message>
    <message>
        <source>%1 has another tokenizer: it cannot be asked about these tokens.</source>
        <translation>%1 的分词器不同：无法就这些词元向它提问。</translation>
    </message>
    <message>
        <source>Asking %1 …</source>
        <translation>正在询问 %1 …</translation>
    </message>
    <message>
        <source>No checkpoint that has learnt from this trace is there. Another model can be asked instead.</source>
        <translation>还没有从这条回答学习过的检查点。可以改问别的模型。</translation>
    </message>
    <message>
        <source>Choose a checkpoint: the ratio is of its probabilities to the sampler&apos;s.</source>
        <translation>请选择检查点：比率是它的概率与采样时概率之比。</translation>
    </message>
    <message>
        <source>The run stored no log-probabilities for this trace: there is nothing to compare with.</source>
        <translation>运行没有存储这条回答的对数概率：无从比较。</translation>
    </message>
    <message>
        <source>the sampler at step %1</source>
        <translation>第 %1 步的采样模型</translation>
    </message>
    <message>
        <source>the sampler</source>
        <translation>采样模型</translation>
    </message>
    <message>
        <source>Probability by %1 over that by %2: %3 to %4. Blue: likelier, orange: less likely (full at a factor of 2).</source>
        <translation>%1 的概率与%2的概率之比：%3 到 %4。蓝色：更可能，橙色：更不可能（到 2 倍为最深）。</translation>
    </message>
    <message>
        <source>Blue: how uncertain the model was (entropy, up to 2 nats). Point at a token, or use the arrow keys.</source>
        <translation>蓝色：模型有多不确定（熵，至 2 nat）。指向一个词元，或用方向键。</translation>
    </message>
    <message>
        <source>Orange: how unlikely the sampled token was (up to 5 nats). Point at a token, or use the arrow keys.</source>
        <translation>橙色：所采样词元有多不可能（至 5 nat）。指向一个词元，或用方向键。</translation>
    </message>
    <message>
        <source>Green: better than its siblings; red: worse. In GRPO all tokens of a trace share one advantage.</source>
        <translation>绿色：好于同组；红色：差于同组。在 GRPO 中一条轨迹的所有词元共用一个优势。</translation>
    </message>
</context>
<context>
    <name>retort::ui::TokenStrip</name>
    <message>
        <source>Tokens of this trace</source>
        <translation>这条轨迹的词元</translation>
    </message>
    <message>
        <source>token %1 of %2: “%3”</source>
        <translation>词元 %1 / %2：“%3”</translation>
    </message>
    <message>
        <source>log-probability %1 (probability %2)</source>
        <translation>对数概率 %1（概率 %2）</translation>
    </message>
    <message>
        <source>log-probability not stored</source>
        <translation>未存对数概率</translation>
    </message>
    <message>
        <source>entropy %1 nats</source>
        <translation>熵 %1 nat</translation>
    </message>
    <message>
        <source>entropy not stored</source>
        <translation>未存熵</translation>
    </message>
    <message>
        <source>advantage %1 (of the whole trace)</source>
        <translation>优势 %1（整条轨迹）</translation>
    </message>
    <message>
        <source>likeliest here: %1</source>
        <translation>此处最可能：%1</translation>
    </message>
    <message>
        <source>ratio %1 (%2 by %3)</source>
        <translation>比率 %1（%3 给出 %2）</translation>
    </message>
    <message>
        <source>likeliest by %1: %2</source>
        <translation>%1 认为最可能：%2</translation>
    </message>
</context>
<context>
    <name>retort::ui::TomlEdit</name>
    <message>
        <source>recipe.toml</source>
        <translation>recipe.toml</translation>
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
        <source>cut</source>
        <translation>被截断</translation>
    </message>
    <message numerus="yes">
        <source>%n tokens</source>
        <translation>
            <numerusform>%n 词元</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>retort::ui::TraceDocument</name>
    <message>
        <source>Asked</source>
        <translation>题目</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>标准答案</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>回应</translation>
    </message>
    <message>
        <source>none: cut at the token limit</source>
        <translation>无：到达词元上限被截断</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message numerus="yes">
        <source>… about %n more lines</source>
        <translation>
            <numerusform>… 还有约 %n 行</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>retort::ui::TraceLegend</name>
    <message>
        <source>Words in another language than the problem&apos;s, with the language at their start</source>
        <translation>与题目语言不同的词，开头标出语言</translation>
    </message>
    <message>
        <source>Words with which the model checks itself</source>
        <translation>模型自我检查的用语</translation>
    </message>
    <message>
        <source>What the accuracy reward read as the answer</source>
        <translation>正确性奖励读出的答案</translation>
    </message>
    <message>
        <source>The expected value, wherever it is written</source>
        <translation>期望值，无论写在何处</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Formulas</source>
        <translation>公式</translation>
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
        <source>answer</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>expected %1</source>
        <translation>期望值 %1</translation>
    </message>
    <message>
        <source>code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>formulas</source>
        <translation>公式</translation>
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
        <source>advantage %1</source>
        <translation>优势 %1</translation>
    </message>
    <message>
        <source>malformed</source>
        <translation>格式不符</translation>
    </message>
    <message>
        <source>fold</source>
        <translation>折叠</translation>
    </message>
    <message>
        <source>Show only the beginning and the end of a long think part (f)</source>
        <translation>只显示长思考的开头和结尾 (f)</translation>
    </message>
    <message>
        <source>as typed</source>
        <translation>原文</translation>
    </message>
    <message>
        <source>Show Markdown and formulas as they were typed (m)</source>
        <translation>按原文显示 Markdown 和公式 (m)</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>Token by token, coloured by what was stored for each (t)</source>
        <translation>逐词元显示，按所存数值着色 (t)</translation>
    </message>
    <message>
        <source>P</source>
        <translation>P</translation>
    </message>
    <message>
        <source>The same problem when it was drawn before (Shift+P)</source>
        <translation>同一题上一次抽到时 (Shift+P)</translation>
    </message>
    <message>
        <source>N</source>
        <translation>N</translation>
    </message>
    <message>
        <source>The same problem when it was drawn next (Shift+N)</source>
        <translation>同一题下一次抽到时 (Shift+N)</translation>
    </message>
    <message>
        <source>Same problem, earlier</source>
        <translation>同一题，更早</translation>
    </message>
    <message>
        <source>Same problem, later</source>
        <translation>同一题，更晚</translation>
    </message>
    <message>
        <source>%1/%2</source>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>%1, evaluation</source>
        <translation>%1，评测</translation>
    </message>
    <message>
        <source>%1 in the problem&apos;s language (%2)</source>
        <translation>%1 为题目语言 (%2)</translation>
    </message>
    <message>
        <source>cut at the token limit</source>
        <translation>到达词元上限被截断</translation>
    </message>
    <message>
        <source>☆ bookmark</source>
        <translation>☆ 收藏</translation>
    </message>
    <message>
        <source>Keep this trace to find it again (b)</source>
        <translation>收藏此回答以便再次查找（b）</translation>
    </message>
    <message>
        <source>★ bookmarked</source>
        <translation>★ 已收藏</translation>
    </message>
    <message>
        <source>Note on this bookmark (Shift+B); Enter keeps it</source>
        <translation>这条收藏的备注（Shift+B）；Enter 保存</translation>
    </message>
    <message>
        <source>Note on this bookmark</source>
        <translation>这条收藏的备注</translation>
    </message>
    <message>
        <source>%1: %2, %3</source>
        <translation>%1：%2，%3</translation>
    </message>
    <message numerus="yes">
        <source>%n spans</source>
        <translation>
            <numerusform>%n 处</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n characters</source>
        <translation>
            <numerusform>%n 个字符</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tokens</source>
        <translation>
            <numerusform>%n 词元</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>retort::ui::TraceText</name>
    <message>
        <source>Trace</source>
        <translation>回答</translation>
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
        <source>%1 or more</source>
        <translation>至少 %1</translation>
    </message>
    <message numerus="yes">
        <source>%1 traces</source>
        <translation>
            <numerusform>%1 条回答</numerusform>
        </translation>
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
    <message>
        <source>Read the list again, with what the run has added (r)</source>
        <translation>重新读取列表，包括运行新增的 (r)</translation>
    </message>
    <message>
        <source>checks itself</source>
        <translation>自我检查</translation>
    </message>
    <message>
        <source>Ctrl+F</source>
        <translation>Ctrl+F</translation>
    </message>
    <message>
        <source>Saved filters</source>
        <translation>已存筛选</translation>
    </message>
    <message>
        <source>Ctrl+S</source>
        <translation>Ctrl+S</translation>
    </message>
    <message>
        <source>Next sibling in the group</source>
        <translation>组内下一条</translation>
    </message>
    <message>
        <source>Previous sibling in the group</source>
        <translation>组内上一条</translation>
    </message>
    <message>
        <source>Same problem, the next time it was drawn</source>
        <translation>同一题，下一次抽到</translation>
    </message>
    <message>
        <source>Shift+N</source>
        <translation>Shift+N</translation>
    </message>
    <message>
        <source>Same problem, the time before</source>
        <translation>同一题，上一次抽到</translation>
    </message>
    <message>
        <source>Shift+P</source>
        <translation>Shift+P</translation>
    </message>
    <message>
        <source>Token by token</source>
        <translation>逐词元</translation>
    </message>
    <message>
        <source>Fold or unfold a long think part</source>
        <translation>折叠或展开长思考</translation>
    </message>
    <message>
        <source>Markdown and formulas as typed</source>
        <translation>Markdown 和公式按原文</translation>
    </message>
    <message>
        <source>Copy this trace&apos;s text</source>
        <translation>复制这条轨迹的文本</translation>
    </message>
    <message>
        <source>Shift+C</source>
        <translation>Shift+C</translation>
    </message>
    <message>
        <source>Read the list again</source>
        <translation>重新读取列表</translation>
    </message>
    <message>
        <source>Through the list</source>
        <translation>在列表中移动</translation>
    </message>
    <message>
        <source>Up, Down, Page Up, Page Down</source>
        <translation>上、下、Page Up、Page Down</translation>
    </message>
    <message>
        <source>The link is on the clipboard; `retort-workbench --link` opens it.</source>
        <translation>链接已在剪贴板上；用 `retort-workbench --link` 打开。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>A page on in the trace, a page back</source>
        <translation>回答向下一页、向上一页</translation>
    </message>
    <message>
        <source>Space, Shift+Space</source>
        <translation>空格、Shift+空格</translation>
    </message>
    <message>
        <source>Next place of what is searched, the one before</source>
        <translation>下一处、上一处搜索结果</translation>
    </message>
    <message>
        <source>F3, Shift+F3</source>
        <translation>F3、Shift+F3</translation>
    </message>
    <message>
        <source>Sort by a column</source>
        <translation>按列排序</translation>
    </message>
    <message>
        <source>its header</source>
        <translation>点击列标题</translation>
    </message>
    <message>
        <source>This run cannot be read</source>
        <translation>无法读取这个运行</translation>
    </message>
    <message>
        <source>Choose another run</source>
        <translation>选择其他运行</translation>
    </message>
    <message>
        <source>Choose a run</source>
        <translation>选择运行</translation>
    </message>
    <message>
        <source>Bookmark this trace, or not any more</source>
        <translation>收藏或取消收藏此回答</translation>
    </message>
    <message>
        <source>The trace has a bookmark; the filter “bookmarked” lists all of them.</source>
        <translation>已收藏此回答；“已收藏”筛选会列出全部收藏。</translation>
    </message>
    <message>
        <source>The bookmark is gone.</source>
        <translation>已取消收藏。</translation>
    </message>
    <message>
        <source>No trace has a bookmark</source>
        <translation>没有收藏的回答</translation>
    </message>
    <message>
        <source>The key b gives the trace that is read one.</source>
        <translation>按 b 键收藏正在阅读的回答。</translation>
    </message>
    <message>
        <source>Note on this trace, with a bookmark</source>
        <translation>给这条回答写备注并收藏</translation>
    </message>
    <message>
        <source>Shift+B</source>
        <translation>Shift+B</translation>
    </message>
    <message>
        <source>The note is kept.</source>
        <translation>备注已保存。</translation>
    </message>
    <message>
        <source>Search in problems and answers; Enter goes to the list</source>
        <translation>在题目和回答中搜索；回车转到列表</translation>
    </message>
    <message>
        <source>Reading the samples</source>
        <translation>正在读取样本</translation>
    </message>
    <message>
        <source>Where samples end cannot be said</source>
        <translation>无法得知样本止于何处</translation>
    </message>
    <message>
        <source>There is no funnel here</source>
        <translation>这里没有漏斗</translation>
    </message>
    <message>
        <source>Only the samples of a sample stage end at a test, and this stage has none.</source>
        <translation>只有采样阶段的样本才会止于某项检查，而此阶段没有这样的样本。</translation>
    </message>
    <message>
        <source>Only the samples of a sample stage end at a test, and this run has none.</source>
        <translation>只有采样阶段的样本才会止于某项检查，而此运行没有这样的样本。</translation>
    </message>
    <message>
        <source>These samples are another run&apos;s</source>
        <translation>这些样本属于另一运行</translation>
    </message>
    <message>
        <source>The stage %1 was taken over from the run %2: its traces are there.</source>
        <translation>阶段 %1 取自运行 %2：其回答在那里。</translation>
    </message>
    <message>
        <source>Open that run</source>
        <translation>打开该运行</translation>
    </message>
    <message>
        <source>Reading the run</source>
        <translation>正在读取运行</translation>
    </message>
</context>
<context>
    <name>retort::ui::TrainerProcess</name>
    <message>
        <source>The program &quot;retort&quot; is neither beside the workbench nor in PATH. Build it, or set RETORT_TRAINER.</source>
        <translation>程序 &quot;retort&quot; 既不在工作台旁，也不在 PATH 中。请构建它，或设置 RETORT_TRAINER。</translation>
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
<context>
    <name>retort::ui::TrainingRowsModel</name>
    <message>
        <source>! too long: would be refused</source>
        <translation>! 过长：将被拒收</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>题目</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Completion</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>说明</translation>
    </message>
</context>
<context>
    <name>retort::ui::VerdictBar</name>
    <message>
        <source>mixes languages</source>
        <translation>语言混杂</translation>
    </message>
    <message>
        <source>wrong reasoning</source>
        <translation>推理错误</translation>
    </message>
    <message>
        <source>unreadable</source>
        <translation>难以阅读</translation>
    </message>
    <message>
        <source>too long</source>
        <translation>太长</translation>
    </message>
    <message>
        <source>guesses</source>
        <translation>猜测</translation>
    </message>
    <message>
        <source>repeats itself</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>✓ Accept</source>
        <translation>✓ 接受</translation>
    </message>
    <message>
        <source>Trains on it as it is (A)</source>
        <translation>原样用于训练（A）</translation>
    </message>
    <message>
        <source>✕ Reject</source>
        <translation>✕ 拒绝</translation>
    </message>
    <message>
        <source>Leaves it out, with a reason (R; R again without one)</source>
        <translation>舍弃并说明理由（R；再按 R 不说明）</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Trains on it as you change it (E)</source>
        <translation>按修改后的文本训练（E）</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Decide later: it comes again at the end (S)</source>
        <translation>稍后决定：最后会再次出现（S）</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Takes the last decision back, as far as you like (Z)</source>
        <translation>撤回上一个判断，次数不限（Z）</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>为什么？</translation>
    </message>
    <message>
        <source>Reason in your own words</source>
        <translation>自己的理由</translation>
    </message>
    <message>
        <source>or your own words; Enter</source>
        <translation>或自己填写；回车</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>离开</translation>
    </message>
    <message>
        <source>Not yet</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>✓ Accept as edited</source>
        <translation>✓ 按编辑接受</translation>
    </message>
    <message>
        <source>Trains on the changed text</source>
        <translation>用修改后的文本训练</translation>
    </message>
    <message>
        <source>Forgets the changes</source>
        <translation>放弃改动</translation>
    </message>
</context>
</TS>
