// SPDX-License-Identifier: Apache-2.0
#include "text/lexicon/lexicon.h"

namespace retort::lexicon {

const std::string_view kItalian = R"(
di e il la che in un è per del non una i si le con da al dei come anche più gli ma della alla nel delle lo ha sono questo suo sua
dal su se loro dell all l d un c nell dall sull nella degli alle dalla ai nei delle sulla ho hanno era essere stato stata stati fatto io tu lui lei noi voi
mi ti ci vi ne quando quanto quanti quante quanta chiunque ciascuno ognuno qualcuno quello quella questa questi queste quelli tutto tutti tutte ogni molto molti poco dove chi cosa perché così
dopo prima già ancora sempre mai solo fra tra due tre quattro cinque sei sette otto nove dieci cento mille anni anno giorno giorni ora
ore tempo volta volte uomo donna bambino bambini ragazzo casa città paese mondo vita lavoro scuola acqua terra mare strada libro parola
lingua italiano italiana italiani italia governo presidente stato legge guerra parte modo caso numero numeri risposta problema somma
soluzione equazione valore metà prezzo costo soldi resto quindi allora invece però oppure mentre durante senza contro verso secondo
fare dire andare venire vedere sapere potere volere dovere può possono deve devono vuole viene fa va dice disse detto visto preso messo
avere aveva abbiamo avete siamo siete erano sarà sarebbe fosse stesso stessa altro altra altri altre nuovo nuova grande piccolo bello
bella buono buona migliore ultimo ultima primo primi nostra nostro vostro qualche alcuni alcune nessuno niente nulla qualcosa
oggi ieri domani mattina sera notte settimana mese minuto secolo amico amici famiglia madre padre figlio figlia fratello sorella
informazione situazione produzione condizione educazione relazione azione direzione nazione organizzazione società attività qualità
possibilità università libertà verità realtà della conoscenza esperienza differenza importanza viaggio messaggio linguaggio
cultura natura struttura politica pubblico storia economia ricerca scienza musica arte gioco squadra giocatori
essere parlare scrivere leggere prendere mettere trovare pensare credere conoscere arrivare partire tornare lasciare
veramente probabilmente semplicemente completamente insieme vicino lontano sotto sopra dentro fuori davanti dietro
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre lunedì martedì mercoledì giovedì venerdì
occhi mano testa cuore corpo voce piedi gatto cane cavallo uccello pesce albero giardino montagna fiume cielo sole luna
)";

const std::string_view kPortuguese = R"(
de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser quando muito há
nos já está eu também só pelo pela até isso ela entre era depois sem mesmo aos ter seus quem nas me esse eles estão você tinha foram
essa esses essas ninguém alguém quantos quantas quanta quanto cada num nem suas meu às minha têm numa pelos elas havia seja qual será nós tenho lhe deles essas esses pelas este fosse dele tu te
vocês vos lhes meus minhas teu tua nosso nossa nossos nossas dela delas esta estes estas aquele aquela aquilo estou estamos estava são
somos fui temos tinha houve fazer faz fez feito dizer diz disse ir vai vão vamos ver viu visto saber sabe poder pode podem podia querer
quer dever deve devem dar deu ficar ficou chegar chegou falar falou escrever ler encontrar pensar acreditar conhecer
dois duas três quatro cinco seis sete oito nove dez cem mil milhões ano anos dia dias hora horas tempo vez vezes semana mês minutos
homem mulher criança crianças menino menina pessoa pessoas filho filha irmão irmã pai mãe família amigo amigos casa cidade país mundo
vida trabalho escola água terra mar rua livro palavra língua português portuguesa brasil brasileiro portugal governo presidente
estado lei guerra parte modo caso número números resposta problema soma solução equação valor metade preço custo dinheiro resto então
porém embora enquanto durante contra segundo sobre assim ainda sempre nunca nada tudo todo todos toda todas cada outro outra outros
outras algum alguma alguns algumas nenhum qualquer novo nova grande pequeno bom boa melhor maior menor primeiro primeira último
hoje ontem amanhã manhã tarde noite agora aqui ali lá onde porque quanto quantos
informação situação produção condição condições educação relação relações ação ações direção nação organização população
construção sociedade atividade atividades qualidade possibilidade universidade liberdade verdade realidade cidade
conhecimento movimento desenvolvimento momento experiência diferença importância viagem mensagem linguagem imagem
cultura natureza estrutura política público história economia pesquisa ciência música jogo equipe jogadores
olhos mão cabeça coração corpo voz pés gato cachorro cavalo peixe árvore jardim montanha rio céu sol lua
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro segunda terça quarta quinta sexta domingo
não são então mão coração irmão pão órgão questão razão mães lições nações
)";

const std::string_view kRomanian = R"(
și de în la a cu nu o că este un pe din mai pentru se care sunt să ce au fost ca fi prin sau dar după fără despre când cum unde cine
această acest acestea aceste lui ei lor său sa sale noi voi el ea ele eu tu îmi îți își ne vă le îl îi mi ți al ai ale unei unui cei cele
cea celor foarte mult mulți multe puțin tot toate toți fiecare alt altă alte alți nici doar numai încă deja acum atunci aici acolo
an ani zi zile oră ore timp dată om oameni femeie copil copii casă oraș țară lume viață muncă școală apă pământ mare stradă carte
cuvânt limbă română românia guvern președinte stat lege război parte mod caz număr răspuns problemă preț bani rest
doi două trei patru cinci șase șapte opt nouă zece sută mie face fac făcut spune spus merge vine vede știe poate pot vrea trebuie
dă ia avea are am aveți avem era erau fi suntem sunteți bun bună mare mic nou nouă frumos prima primul ultimul
către dintre între peste sub până astfel însă deci iar dacă deși pentru că totuși oricare nimic ceva cineva
informație situație producție condiții educație relație acțiune societate activitate calitate universitate libertate adevăr
cunoaștere dezvoltare mișcare experiență istorie cultură știință muzică ochi mână cap inimă trebuia spuse într dintr
)";

}  // namespace retort::lexicon
