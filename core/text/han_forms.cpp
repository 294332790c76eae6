// SPDX-License-Identifier: Apache-2.0
#include "text/han_forms.h"

#include <array>
#include <string_view>
#include <vector>

namespace retort {
namespace {

// Not among the 2,965 everyday ideographs of Japanese (JIS X 0208, level 1).
constexpr std::u32string_view kChinese =
    U"你您她它们們吗嗎吧呢啊哪咱啦嘛哦喔这么麼很找让怎谁给爸妈奶爷呀嗯够说时对发为动种间问长开关门见马车东书读语话请认"
    U"识论议记许讲该详调谈课试诉词译证评护报单战选择进运远还连过达迟适际场块坏坚垒处备复头奋妇娱孙宁审宽宾寻导层岁岛岭"
    U"带帮广庆库应张强归录态总恶悬惊惯愿户扑执扩扫抢拥挂挤损摄摆敌无显晓术权杀极构枪标样树桥检业欢毁毕汇汉污沟润涨渔灭"
    U"灵热爱牵犹狱猎环现电畅疗疯盐监盖盘码砖确离积竞笔类粮紧纠红纤约级纪纯纲纳纵纷纸纹线练组细织终绍经结绕绘络绝统继绩"
    U"绪续维绿编缓缘缩网罗罚职联聪肤胜脏脑腾舰艺节苏药获虑虽蚁补规视觉计订讨训设访诗诚询费贝负财责败货质贫购贸贺资赏赔"
    U"赖赛赞赢赵趋跃轨转轮软轻载较辅辆输边迁递遗邓邮邻郑酱释鉴针钟钢钱铁铃银铜链销锁错键锦镇镜闪闭闲闹闻阅队阳阴阵阶陆"
    U"陈险隐难雾顶项顺须顾顿预领频题颜额风飞饭饮饰饱馆驱驳驶驻骂骗鱼鲁鲜鸟鸡鸣鸭鸿鹰齐齿龙龟从众优伟传伤伦伪佣侦侧侨俩"
    U"债倾偿储儿兑兰兴养兽冈册军农冯冲决况冻净凉减凑几凤凭凯击刘则刚创删别剂剑剧劝办务劳势华协卖卢卫厂厅历厉压厌厕县变"
    U"叹吓吕启员呜咏响哑唤啸喷团园围图圆圣坛坝坟坠垫墙壳奖妆娇婴嫔实宠宪宫尘尝尧屉屿岂岗师帅帐帜弃弯弹彻怀恳悯惧惩惫忆"
    U"忧戏扎抚抛抟抡抬拟拢拣拦拧拨挚挡挣挥捞捡换掷掸摇撑旷晕暂杂杨杰枣栋栏档桩梦椭榄樱歼毙氢沦沧沪泪泻泼泽洁洒浆浇测济"
    U"浏浑浓涂涡涤涧渊渐渗滚满滤滥滨滩潇澜烁烂烛烟烦烧烫炼狮玛琐瑶疮痒皱眯睁瞒矫矿碱祸稳穷窍窑窜窝竖筛签简篮篱籁纱纺纽"
    U"纬绑绒绣绳绵绸缔缝缠缤罢羡翘耸耻聂聋肃肠肾肿胀胁脉脐脓脸腊腻臧舱艰芜苇苍荐荡荣荤荧莲莹萝营萧萨蓝蔼虏虾蚀蜡蝇衅衔"
    U"袄袭裤褂观览觅讥讯讳讶讽诀诈诊诞诡诬诱诵诸诺谅谊谋谍谎谐谓谜谢谣谦谨谱贞贡贤贩贪贬贯贱贴贵贷贼贿赃赋赌赎赐赚赠赡"
    U"赶躏轧辈辉辐辑辕辙迈违迹逊逻酝酿锋锐锤锡锣锻镀镶闯闷闸闺闽阀阁阂阔陕陨隶雏雳韧韩韵页颁颂颇颈颊颖颗颤飘饥饲饼饿馅"
    U"馈馋馒驯驰驴驼驾骄骆验骏骑骚骡骤魏鲍鲤鲸鸦鸥鸽鹅鹤黑默产亚亲亿仅仆仓仪价伞龄买亏亩义乌乐乔习乡";

// Neither in GB 2312 nor in Big5.
constexpr std::u32string_view kJapanese =
    U"気円図団囲対実専帯広庁応悪恵戦戻払抜択拝拠拡挙挿捜掲揺撃暦桜栄検楽様権歓歩毎沢済渋滝渓渇焼犠県砕穏経絵続総縄聴脳"
    U"臓覚観訳読謡譲転軽辺遅郷釈鉄銭関険隠雑霊頼顕駅騒験髄鶏黒歯歳働込畑峠辻匂枠塀栃笹凧凪躾雫桝榊姫浄査単厳圧壌売変仏"
    U"仮価児剣剤労勲勧収嬢寛巣弐従徳懐戯斉斎暁歴殻涙瀬営猟獣畳発稲穂窓竜粋緑縁繊聡艶荘蔵薫薬蛍処覇賛逓酔醸鉱鋳録錬闘陥"
    U"隣顔駆髪麺黙齢亜壱〆々";

constexpr char32_t kFirst = 0x3000, kLast = 0x9FFF;

std::vector<HanForm> formTable() {
    std::vector<HanForm> forms(kLast - kFirst + 1, HanForm::Shared);
    const auto mark = [&](std::u32string_view list, HanForm form) {
        for (const char32_t c : list) forms[c - kFirst] = form;
    };
    mark(kChinese, HanForm::Chinese);
    mark(kJapanese, HanForm::Japanese);
    return forms;
}

}  // namespace

HanForm hanForm(char32_t ideograph) {
    static const std::vector<HanForm> forms = formTable();
    return ideograph >= kFirst && ideograph <= kLast ? forms[ideograph - kFirst] : HanForm::Shared;
}

}  // namespace retort
