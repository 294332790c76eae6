// SPDX-License-Identifier: Apache-2.0
#include "text/lexicon/lexicon.h"

const std::string_view retort::lexicon::kGerman = R"(
der die und in den von zu das mit sich des auf für ist im dem nicht ein die eine als auch es an werden aus er hat daß dass sie nach
wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei ich hatte
kann gegen vom können schon wenn habe seine mark ihre dann unter wir soll ihr ihm ihn uns mir mich dich dir du euch ihnen sie
eines jahr jahre jahren zwei diese dieser dieses diesem diesen wieder keine keiner kein seiner seinem seinen ihrer ihrem ihren worden
will zwischen immer ohne was sagte gibt alle allem allen aller alles müssen muss musste wurden da damit beim sehr hier weil weiter
doch jetzt denn dabei dazu daher darum dadurch darauf daran davon dafür darin etwa etwas nichts nie niemals jemand niemand
viel viele vielen wenig weniger ganz gar gut gute guten besser beste groß große großen größer klein kleine kleinen neu neue neuen alt
alte alten lang lange hoch hohe höher erst erste ersten letzte letzten nächste nächsten andere anderen anderer eigen eigene
also sondern obwohl während bevor nachdem damals heute gestern morgen abend nacht tag tage tagen woche wochen monat monate stunde
stunden minute minuten sekunde uhr zeit zeiten jahrhundert
zahl zahlen antwort antworten frage fragen aufgabe aufgaben problem summe addieren addiert subtrahieren multiplizieren dividieren
produkt differenz gleich gleichung gleichungen lösen löse lösung schritt schritte berechnen berechne berechnet rechnung rechnen wert
werte bruch prozent hälfte drittel viertel doppelt drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig vierzig
fünfzig hundert tausend million millionen kosten kostet preis geld euro insgesamt ergibt ergebnis daraus folgt somit warte überprüfen
prüfen richtig falsch vielleicht tatsächlich moment nochmal zuerst finden gefunden denken denke bedeutet gegeben geben brauchen
braucht übrig bleiben bleibt seite seiten länge breite höhe fläche winkel dreieck quadrat kreis radius abstand geschwindigkeit
durchschnitt verhältnis ganze positive negative primzahl teiler wurzel funktion punkt punkte gerade ebene sei angenommen betrachte
zeigen beweis satz schließlich
ja nein bitte danke hallo tschüss guten herr frau kind kinder kindern mann männer frauen mädchen junge jungen mensch menschen leute
freund freunde freundin familie mutter vater eltern sohn tochter bruder schwester haus häuser wohnung zimmer tür fenster tisch stuhl
bett straße stadt städte land länder ländern dorf welt erde wasser luft feuer himmel sonne mond meer fluss berg wald baum bäume garten
tier tiere hund katze pferd vogel fisch buch bücher brief wort wörter sprache deutsch deutsche deutschen deutschland deutscher
englisch französisch österreich schweiz berlin geschichte name namen musik kunst film zeitung schule schüler lehrer universität
studium wissenschaft forschung arbeit arbeiten arbeitet arbeitete firma unternehmen wirtschaft markt industrie bank regierung
präsident minister partei politik gesetz recht gericht polizei krieg frieden armee macht staat staaten gesellschaft bevölkerung
gesundheit krankenhaus arzt ärzte krankheit essen trinken schlafen auto zug bahn flugzeug schiff weg wege reise spiel spiele spieler
spielen mannschaft verein saison sieg
gehen geht ging gegangen kommen kommt kam gekommen machen macht machte gemacht sagen sagt gesagt sehen sieht sah gesehen stehen steht
stand gestanden liegen liegt lag lassen lässt ließ gelassen nehmen nimmt nahm genommen bringen brachte gebracht halten hält hielt
wissen weiß wusste gewusst glauben glaubt glaubte hören hört gehört sprechen spricht sprach gesprochen lesen liest las gelesen schreiben
schreibt schrieb geschrieben fahren fährt fuhr gefahren laufen läuft tragen trägt trug treffen trifft traf ziehen zieht zog fallen
fällt fiel beginnen beginnt begann begonnen helfen hilft geholfen versuchen versucht verlieren verloren gewinnen gewonnen
verstehen verstanden erklären erklärt erhalten erhielt erreichen erreicht entwickeln entwickelt bestehen besteht entstehen entstanden
stellen stellt gestellt setzen gesetzt führen führt führte geführt zeigt zeigte gezeigt leben lebt lebte folgen suchen sucht kaufen
gekauft verkaufen verkauft bezahlen öffnen schließen geschlossen warten bilden gebildet
möchte möchten könnte könnten würde würden wäre wären hätte hätten sollte sollten wollen wollte dürfen durfte mögen darf
einfach schwer leicht schnell langsam stark schwach wichtig möglich unmöglich wirklich natürlich wahrscheinlich bekannt verschieden
verschiedene schön schöne hässlich jung reich arm frei fertig glücklich traurig heiß kalt warm hell dunkel schwarz weiß rot grün blau
gelb deutlich besonders bereits allerdings jedoch dennoch trotzdem außerdem deshalb deswegen zwar sogar fast kaum ziemlich genau genug
oft manchmal selten meistens zusammen allein wohl eben halt mal nun wo wer wen wem wessen warum wann welche welcher welches woher wohin
oben unten rechts links vorne hinten innen außen draußen überall nirgends neben hinter wegen trotz statt gegenüber seit ab außer
entweder weder falls sobald solange indem
entwicklung entwicklungen regierung bedeutung verbindung verwaltung ausbildung beziehung beziehungen erfahrung erfahrungen führung
meinung ordnung richtung sitzung stellung untersuchung veranstaltung verfügung vorstellung wirkung zeitung leistung leistungen
möglichkeit möglichkeiten schwierigkeit geschwindigkeit gesundheit sicherheit freiheit wahrheit krankheit mehrheit einheit tätigkeit
öffentlichkeit wirklichkeit gesellschaft gemeinschaft mannschaft wirtschaft wissenschaft freundschaft landschaft eigenschaft eigenschaften
verständnis verhältnis ergebnis ereignis geheimnis gefängnis eigentum reichtum wachstum
schwierig richtig wichtig fähig häufig ständig vollständig selbstständig gültig künftig
wirtschaftlich gesellschaftlich öffentlich persönlich gefährlich schließlich ursprünglich tatsächlich eigentlich endlich ähnlich
politisch politische historisch technisch wissenschaftlich kritisch praktisch
kostenlos arbeitslos sorgfältig dankbar sichtbar verfügbar brauchbar wunderbar
gebiet bereich bereiche beispiel beispiele grund gründe teil teile fall fälle platz stelle art weise form gruppe gruppen
mitglied mitglieder ziel ziele zweck versuch begriff verein vertrag vertreter vorschlag verkehr verlust verfahren unterschied
unterricht umwelt ursache zusammenhang zustand einfluss eindruck ausdruck aussage angebot angst anfang ende antrag aufnahme
blick punkt augenblick glück stück kraft kräfte körper kopf hand hände auge augen gesicht herz fuß füße stimme seele geist
schluss schutz schloss schicht schaden schatten schein schicksal schiff schlag schmerz schnee schritt schuld schwester
zunächst zurück zusammen zuvor zweite dritte vierte höchste stärke schwäche gefühl gefühle
computer programm programme internet seite netz netzwerk datei daten kategorie waffe waffen
norden süden osten westen montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz april mai juni juli august
september oktober november dezember frühling sommer herbst winter
untergegangen aufgenommen angenommen zugenommen unternommen verschwunden gebunden entschieden unterschieden vermieden angeboten
verboten betroffen getroffen gesprochen versprochen gebrochen beschrieben betrieben angegeben ausgegeben übergeben umgeben
beantworten bearbeiten beobachten betrachten bedeuten vorbereiten verbreiten erwarten erfinden empfinden verschwinden überwinden
)";
