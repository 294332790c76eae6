// SPDX-License-Identifier: Apache-2.0
#include "text/lexicon/lexicon.h"

namespace retort::lexicon {

const std::string_view kDutch = R"(
de en van het een in is dat op te zijn met voor niet aan er om ook als dan maar bij uit nog door naar heeft hij ze wordt worden deze
ik je jij u wij we zij hun haar hem ons onze mijn jouw uw die dit wat wie waar hoe waarom wanneer welke over tot onder tussen tegen na
meer geen al veel weinig zo nu dus toch want omdat terwijl hoewel sinds zonder binnen buiten tijdens volgens
was waren had hadden heb hebben ben bent kan kunnen kon konden zal zullen zou zouden moet moeten moest mag mogen wil willen wilde
gaat gaan ging gegaan komt komen kwam gekomen doet doen deed gedaan maakt maken maakte gemaakt zegt zeggen zei gezegd ziet zien zag
gezien staat staan stond ligt liggen lag laat laten liet neemt nemen nam genomen geeft geven gaf gegeven houdt houden weet weten wist
vindt vinden vond gevonden denkt denken dacht krijgt krijgen kreeg blijft blijven bleef werkt werken gewerkt spelen speelt leven leeft
jaar jaren dag dagen week weken maand maanden uur uren tijd keer eeuw vandaag gisteren morgen avond nacht
mens mensen man mannen vrouw vrouwen kind kinderen jongen meisje vriend vrienden familie moeder vader zoon dochter broer zus huis
huizen kamer deur raam tafel stoel straat stad steden land landen dorp wereld aarde water lucht vuur zon maan zee rivier berg boom
bomen tuin dier dieren hond kat paard vogel vis boek boeken brief woord woorden taal nederlands nederlandse nederland geschiedenis naam
muziek kunst school leraar universiteit wetenschap onderzoek werk bedrijf bedrijven regering minister partij wet recht oorlog vrede
getal getallen antwoord vraag probleem som oplossing vergelijking waarde helft prijs geld kost kosten totaal rest
twee drie vier vijf zes zeven acht negen tien elf twaalf twintig honderd duizend miljoen eerste tweede laatste volgende
groot grote klein kleine nieuw nieuwe oud oude goed goede beter beste slecht mooi mooie lang hoog laag jong vrij
ander andere anderen eigen zelf elkaar iets niets iemand niemand alles alle allemaal altijd nooit vaak soms reeds alleen samen heel
eigenlijk natuurlijk misschien waarschijnlijk gewoon belangrijk belangrijke mogelijk moeilijk gemakkelijk verschillende
ontwikkeling regering vereniging bevolking opleiding ervaring mening richting gezondheid vrijheid waarheid mogelijkheid werkelijkheid
maatschappij wetenschap gemeenschap vriendschap eigenschap schrijven blijven kijken rijden lijken begrijpen zoeken kopen verkopen
)";

const std::string_view kSwedish = R"(
och i att det som en på är av för med till den har de inte om ett han men var jag sig från vi så kan man när år säger under också efter
eller nu sin där vid mot ska skulle kommer ut får finns vara hade alla andra mycket än här då sedan över bara in blir upp även vad få
två vill ha många hur mer går kr sverige detta nya procent skall hon allt sina dag någon några något kunde varit första henne honom oss
dem dig mig er era din mitt ditt sitt hans hennes deras vår vårt våra denna dessa vilken vilket vilka varför eftersom därför medan utan
mellan genom innan tills bland hos enligt trots ännu redan alltid aldrig ofta ibland kanske tillsammans
är blev blivit gör göra gjorde gjort säga sade sagt se ser såg sett veta vet visste tror tro tänker tänka tar ta tog tagit ger ge gav
gett gå gick gått komma kom kommit stå stod ligga låg låta lät hålla höll hitta finna arbeta arbetar leva lever spela spelar skriva
läsa höra hörde tala talar prata måste borde bör kunna vilja ville
år dagar vecka veckor månad månader timme timmar minuter tid gång gånger idag igår imorgon morgon kväll natt
människa människor män kvinna kvinnor barn pojke flicka vän vänner familj mor far mamma pappa son dotter bror syster hus rum dörr
fönster bord stol gata stad städer land länder by värld jorden vatten luft eld sol måne hav flod berg skog träd trädgård djur hund katt
häst fågel fisk bok böcker brev ord språk svenska svensk svenskar historia namn musik konst skola lärare universitet vetenskap
forskning arbete företag regering minister parti lag krig fred tal svar fråga problem summa lösning ekvation värde hälften pris pengar
tre fyra fem sex sju åtta nio tio hundra tusen miljoner stor stora liten små ny nytt gammal gamla bra bättre bäst dålig vacker lång hög
låg ung fri viktig viktigt möjlig svår lätt olika egen själv varje ingen inget inga någonting ingenting mest minst
utveckling betydelse förening befolkning utbildning erfarenhet mening riktning sjukdom frihet sanning möjlighet verklighet samhälle
)";

const std::string_view kDanish = R"(
og i at det er en til på som af for med den der de ikke har om et han var jeg men sig fra vi så kan man når år efter eller nu sin hvor
ved mod skal skulle kommer ud får findes være havde alle andre meget end her da siden over bare ind bliver op også hvad få to vil have
mange hvordan mere går dette nye procent hun alt sine dag nogen nogle noget kunne været første hende ham os dem dig mig jer din mit
dit sit hans hendes deres vores denne disse hvilken hvilket hvilke hvorfor fordi derfor mens uden mellem gennem før indtil blandt hos
ifølge trods endnu allerede altid aldrig ofte måske sammen kun selv ingen intet hver
blev blevet gør gøre gjorde gjort sige siger sagde sagt se ser så set vide ved vidste tror tro tænker tænke tager tage tog taget giver
give gav givet gå gik gået komme kom kommet stå stod ligge lå lade holde holdt finde fandt arbejde arbejder leve lever spille spiller
skrive læse høre hørte tale taler måtte burde bør kunne ville
dage uge uger måned måneder time timer minutter tid gang gange i dag i går morgen aften nat
menneske mennesker mænd kvinde kvinder barn børn dreng pige ven venner familie mor far søn datter bror søster hus rum dør vindue bord
stol gade by byer land lande verden jorden vand luft ild sol måne hav flod bjerg skov træ træer have dyr hund kat hest fugl fisk bog
bøger brev ord sprog dansk danske danmark norsk norske norge historie navn musik kunst skole lærer universitet videnskab forskning
virksomhed regering minister parti lov krig fred tal svar spørgsmål problem sum løsning værdi halvdelen pris penge
tre fire fem seks syv otte ni ti hundrede tusind millioner stor store lille små ny nyt gammel gamle god godt bedre bedst dårlig smuk
lang høj lav ung fri vigtig vigtigt mulig svær let forskellige egen mest mindst
udvikling betydning forening befolkning uddannelse erfaring mening retning sygdom frihed sandhed mulighed virkelighed samfund
)";

}  // namespace retort::lexicon
