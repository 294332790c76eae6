// SPDX-License-Identifier: Apache-2.0
#include "text/lexicon/lexicon.h"

namespace retort::lexicon {

const std::string_view kPolish = R"(
i w na z się nie do to że jest o jak od za po przez dla co ale jego tym który która które tylko już był była było przy być może są ich
tak czy ze może lub oraz jako także pod nad przed między bez ma mają miał mieć ja ty on ona ono my wy oni one mnie mi ciebie ci go jej
jemu nas nam was wam im nimi mój moja moje twój swój swoje nasz wasz ten ta te tego tej tych temu kto kiedy gdzie dlaczego ile
ponieważ więc jednak choć gdy jeśli żeby aby bardzo więcej mniej dużo mało kilka wszystko wszyscy wszystkie każdy każda nic nikt coś
ktoś zawsze nigdy często teraz potem dziś wczoraj jutro tutaj tam rok lata lat dzień dni tydzień miesiąc godzina godzin czas raz razy
człowiek ludzie ludzi mężczyzna kobieta dziecko dzieci chłopiec dziewczyna przyjaciel rodzina matka ojciec syn córka brat siostra dom
miasto kraj świat ziemia woda praca szkoła książka słowo język polski polska polsce rząd prezydent państwo prawo wojna część sposób
liczba odpowiedź pytanie problem suma rozwiązanie równanie wartość połowa cena pieniądze koszt dwa trzy cztery pięć sześć siedem osiem
dziewięć dziesięć sto tysiąc milion robić robi zrobił mówić mówi powiedział wiedzieć wie można trzeba musi chce chcę widzieć widzi
idzie pójść przyjść wziąć dać nowy nowa nowe stary duży mały dobry dobra lepszy pierwszy ostatni inny inne wielki ważny
rozwój działanie działalność informacje możliwość społeczeństwo wolność prawda rzeczywistość uniwersytet historia kultura nauka
przedsiębiorstwo związek urządzenie zwykły szczególnie również właśnie oczywiście
)";

const std::string_view kCzech = R"(
a v se na je že o s z do to i ve k si za jako po ale by jsem jsou byl byla bylo být od pro které který která jeho její jejich tak co
jak nebo když už jen také podle před mezi bez při nad pod však může mohou má mají měl mít já ty on ona my vy oni mě mi tebe ho jí nás
nám vás vám jim můj moje tvůj svůj své náš váš ten ta tento tato toto tyto toho této těch kdo kdy kde proč kolik protože tedy pokud aby
velmi více méně mnoho málo několik všechno všichni všechny každý nic nikdo něco někdo vždy nikdy často teď nyní potom dnes včera zítra
tady tam rok roky let den dny týden měsíc hodina čas člověk lidé lidí muž žena dítě děti chlapec dívka přítel rodina matka otec syn
dcera bratr sestra dům město země svět voda práce škola kniha slovo jazyk český česká vláda prezident stát právo válka část způsob
číslo odpověď otázka problém součet řešení rovnice hodnota polovina cena peníze dva tři čtyři pět šest sedm osm devět deset sto tisíc
dělat dělá udělal říci říká řekl vědět ví musí chce vidět vidí jít přijít vzít dát nový nová nové starý velký malý dobrý lepší první
poslední jiný důležitý rozvoj činnost informace možnost společnost svoboda pravda skutečnost univerzita historie kultura věda
ještě právě jenom přes kvůli vůbec třeba příliš
)";

const std::string_view kHungarian = R"(
a az és hogy nem is egy van volt ez azt meg csak de már mint még ha vagy el ki be fel le kell lehet lesz minden majd akkor után előtt
között alatt felett nélkül által szerint mert ezért tehát pedig azonban én te ő mi ti ők engem téged őt minket nekem neked neki nekünk
ezt ezek azok ami aki amely amelyek hol mikor miért hogyan mennyi nagyon több kevés sok néhány mindig soha gyakran most itt ott ma
tegnap holnap év évek nap napok hét hónap óra idő ember emberek férfi nő gyerek gyerekek fiú lány barát család anya apa testvér ház
város ország világ föld víz munka iskola könyv szó nyelv magyar magyarország kormány elnök állam törvény háború rész szám válasz kérdés
probléma megoldás egyenlet érték fele ár pénz kettő két három négy öt hat hét nyolc kilenc tíz száz ezer csinál mond mondta tud tudja
akar lát látja megy jön vesz ad új régi nagy kicsi jó jobb első utolsó más fontos fejlődés lehetőség társadalom szabadság igazság
egyetem történelem kultúra tudomány voltak vannak legyen ilyen olyan saját egész
)";

const std::string_view kFinnish = R"(
ja on ei se että oli hän joka mutta ovat kun niin myös kuin mitä tai jos vain sen ole hänen mukaan nyt vielä jo sekä olla olisi ollut
olen olet olemme minä sinä me te he minun sinun meidän teidän heidän minua sinua häntä meitä heitä tämä nämä tuo nuo ne tätä sitä niitä
jotka jonka jota missä milloin miksi miten kuinka koska siksi vaikka ennen jälkeen aikana kanssa ilman välillä alla yli ali kautta
hyvin enemmän vähän paljon monta kaikki jokainen mikään kukaan jotain joku aina koskaan usein nyt sitten täällä siellä tänään eilen
huomenna vuosi vuotta vuoden päivä päivää viikko kuukausi tunti aika kerran ihminen ihmiset mies nainen lapsi lapset poika tyttö ystävä
perhe äiti isä veli sisko talo kaupunki maa maailma vesi työ koulu kirja sana kieli suomi suomen suomalainen hallitus presidentti valtio
laki sota osa tapa luku vastaus kysymys ongelma summa ratkaisu yhtälö arvo puolet hinta raha yksi kaksi kolme neljä viisi kuusi
seitsemän kahdeksan yhdeksän kymmenen sata tuhat tekee tehdä teki sanoa sanoo sanoi tietää tietää täytyy pitää voi voivat haluaa nähdä
näkee mennä menee tulla tulee ottaa antaa uusi vanha suuri pieni hyvä parempi ensimmäinen viimeinen toinen tärkeä kehitys mahdollisuus
yhteiskunta vapaus totuus yliopisto historia kulttuuri tiede tutkimus käyttää kysyä löytää työntekijä talossa kaupungissa
)";

const std::string_view kTurkish = R"(
ve bir bu da de için ile çok daha olarak ne gibi en o kadar ama sonra ben sen biz siz onlar var yok mi mı mu mü değil olan ki her şey
diye önce iki üç dört beş altı yedi sekiz dokuz on yüz bin milyon yıl gün ay hafta saat zaman kez insan insanlar adam kadın çocuk
çocuklar arkadaş aile anne baba oğul kız kardeş ev şehir ülke dünya su iş okul kitap söz dil türk türkiye türkçe hükümet başkan devlet
kanun savaş bölüm sayı cevap soru sorun toplam çözüm denklem değer yarısı fiyat para neden nasıl nerede ne zaman kim hangi çünkü
ancak fakat eğer hem ya veya ise bile göre karşı doğru kendi bütün tüm bazı hiç hiçbir herkes kimse şimdi burada orada bugün dün yarın
oldu olduğu olduğunu olacak olur olmak etmek eden etti edildi yapmak yapan yaptı yapılan demek dedi diyor bilmek biliyor görmek gördü
gitmek gitti gelmek geldi almak aldı vermek verdi istiyor gerekir yeni eski büyük küçük iyi daha ilk son başka önemli gelişme toplum
özgürlük gerçek üniversite tarih kültür bilim araştırma arasında içinde üzerinde altında birlikte onun benim senin bizim
)";

const std::string_view kIndonesian = R"(
yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena tersebut bisa ada mereka lebih kata tahun sudah atau
saat oleh menjadi orang ia telah adalah seperti sebagai bahwa dapat para harus namun kita dua satu masih hari hanya mengatakan kepada
kami setelah melakukan lalu belum lain dia kalau terjadi banyak menurut anda hingga tak baru beberapa ketika saja jalan sekitar secara
dilakukan sementara tapi sangat hal sehingga seorang bagi besar lagi selama antara waktu sebuah jika sampai jadi terhadap tiga serta
pun salah merupakan atas sejak membuat baik memiliki kembali selain tetapi pertama kedua memang pernah apa mulai sama tentang bukan
agar semua sedang kali kemudian hasil sejumlah juta persen sendiri katanya demikian masalah mungkin umum setiap bulan bagian bila
lainnya terus luar cukup termasuk sebelumnya bahkan wib tempat perlu menggunakan memberikan rabu sedangkan kamis langsung apakah pihak
melalui diri mencapai minggu aku berada tinggi ingin sebelum tengah kini tahu bersama depan selalu empat lima enam tujuh delapan
sembilan sepuluh seratus seribu angka jumlah jawaban pertanyaan harga uang anak ibu bapak rumah kota negara dunia air kerja sekolah
buku bahasa indonesia pemerintah presiden hukum perang perusahaan pendidikan perkembangan kehidupan keamanan kemerdekaan
)";

const std::string_view kVietnamese = R"(
và của là có không được cho các một trong người với đã này những để khi từ đến ra ở về như tôi cũng vào làm lại nhiều năm còn sẽ phải
hơn nhưng trên bị đó theo thì rất mà ông ngày anh cô em chị bà họ chúng ta bạn nó hai ba bốn sáu bảy tám chín mười trăm nghìn triệu
số câu trả lời hỏi vấn đề tổng giải phương trình giá trị nửa tiền nhà nước thành phố thế giới đất công việc trường học sách từ tiếng
việt nam chính phủ luật chiến tranh phần cách tại sau trước giữa dưới vì nên nếu nào gì ai đâu bao giờ thế vậy mỗi tất cả đều luôn
chưa bây đây kia hôm nay qua mai giờ tháng tuần thời gian lần con trẻ đàn phụ nữ bạn bè gia đình mẹ cha đi đứng ăn uống ngủ nói biết
thấy muốn cần thể mới cũ lớn nhỏ tốt đẹp đầu cuối khác quan trọng phát triển xã hội tự do sự thật đại lịch sử văn hóa khoa
)";

}  // namespace retort::lexicon
