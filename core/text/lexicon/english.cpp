// SPDX-License-Identifier: Apache-2.0
#include "text/lexicon/lexicon.h"

const std::string_view retort::lexicon::kEnglish = R"(
the of and to a in is that for it as was with be by on not he his but at are this have from which or had an they you were their
been one all we can her has there will if more when out so up said what its about into them than would other time two she my could
these some me then do may only like over also after our him most first new any did such where how who make because through now your
before must even see very well should between each many way those just how being long know much work people year years day own good
s t re ve ll d m don doesn isn won didn couldn wouldn aren wasn haven shouldn let
number numbers answer answers question problem problems total sum add adds added adding subtract subtracted subtracting multiply
multiplied multiplying divide divided dividing product difference equal equals equation equations solve solved solving solution step
steps calculate calculated calculation compute value values fraction percent half third quarter twice three four five six seven eight
nine ten eleven twelve twenty thirty forty fifty hundred thousand million cost costs price money dollars cents hours hour minute minutes
second seconds week weeks month months therefore thus hence since wait check verify correct wrong maybe actually okay hmm again find
found think thinking thought means mean given give gives gave giving need needs needed want wants wanted remaining left right side
sides length width height area volume angle triangle square circle radius distance speed rate average ratio integer integers positive
negative prime factor factors root function functions variable variables set point points line lines plane let assume suppose
consider denote show prove theorem proof follows following note instead first next last finally result results
use used using uses useful user users different same both either neither every another however although though while without within
during under against above below across along around among toward towards upon whether until off down back away here everything
something nothing anything someone anyone everyone nobody somewhere always never often sometimes usually already still yet ever soon
later early today tomorrow yesterday morning evening night home house school university college student students teacher teachers
children child family mother father parents son daughter brother sister man men woman women boy girl friend friends life live lived
living death world country countries state states city cities town street road government president minister party law laws court
police war peace army power public private company companies business market trade industry bank service services office job jobs
worker workers health hospital doctor medical disease care food water air fire earth land sea river mountain tree trees garden
animal animals dog cat horse bird fish book books paper letter letters word words language english story stories history name names
music art film movie television radio news report reports information data computer software system systems program programs
programming internet network website page pages file files search tool tools technology science research study studies development
project projects plan plans policy issue issues process processes change changes changed changing level levels form forms group groups
member members team teams game games player players play played playing season sport win won winner lose lost
take takes took taken taking come comes came coming go goes went gone going get gets got getting put keep kept hold held bring
brought begin began begun start started starting stop stopped end ended run running walk walked turn turned move moved open opened
close closed read write wrote written writing speak spoke spoken tell told talk talked ask asked say says call called hear heard feel
felt believe believed understand understood remember forget learn learned teach taught help helped try tried trying look looked looking
seem seemed become became appear appeared happen happened follow followed include included including provide provided provides
offer offered allow allowed require required lead led stand stood sit sat meet met pay paid buy bought sell sold build built create
created set send sent receive received reach reached remain remained leave leaving break broke cut grow grew draw drew drive drove eat
ate drink drank sleep wake wear choose chose chosen catch caught fight fall fell fly throw
big small large little great high low old young short tall wide deep strong weak hard soft easy difficult simple important possible
impossible real true false full empty rich poor free busy ready happy sad angry hot cold warm cool light dark black white red green
blue yellow brown beautiful nice fine better best worse worst less least enough quite rather really almost nearly perhaps probably
certainly clearly simply quickly slowly together alone exactly especially particularly generally recently currently available able
local national international social political economic human general special certain several few various main major common current
recent past future present late able likely natural environmental financial legal military religious cultural
thing things part parts place places case cases fact facts reason reasons idea ideas kind kinds sort type types example examples order
area areas region problem hand hands eye eyes head face body heart mind foot feet door window room table chair bed car cars train
plane ship boat box bag bottle glass cup plate knife clothes shoes shirt hat
interest interested experience experiences quality quantity opportunity community society education training knowledge ability
activity activities relationship management performance production environment organization association department committee council
agreement treatment statement movement investment requirements recommendation communication application applications information
decision decisions position positions condition conditions situation operation operations action actions section sections
collection connection direction education election function introduction investigation nation nations population protection region
relation religion solution tradition transportation version leadership ownership membership friendship
happiness darkness kindness weakness illness fitness freedom kingdom wisdom childhood neighborhood likelihood
careful beautiful wonderful powerful successful helpful hopeful useless endless homeless
quickly slowly easily carefully immediately completely absolutely definitely especially unfortunately approximately
teaching learning building meeting feeling meaning beginning evening nothing being making having saying looking working playing
explore explored discover discovered achieve achieved improve improved increase increased decrease decreased reduce reduced support
supported protect protected produce produced prepare prepared perform performed manage managed maintain maintained
describe described determine determined develop developed discuss discussed encourage ensure establish established examine expect
expected explain explained express extend identify imagine indicate indicated involve involved recognize recommend record reflect
refuse regard relate release represent respond reveal suggest suggested survive wonder worry
north south east west northern southern eastern western american british canadian european french german spanish chinese
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november
december spring summer autumn winter
chairman secretary director manager engineer lawyer judge scientist artist writer author reader actor singer
above according ago ahead apart aside beside besides beyond despite except inside outside near onto per plus till toward unless
whatever whenever wherever whoever whom whose why yes no please thank thanks sorry hello goodbye
highlight thought through enough rough tough cough daughter laughter bright knight might sight tight fight flight height weight
knowledge know knee knock wheel wheat whale shadow shield ship shop shore shout shower throne throat thumb tower window yellow
)";
