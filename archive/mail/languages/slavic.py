"""Rows of the table of languages: Slavic ones in Latin letters."""

from __future__ import annotations

from archive.mail.languages.language import Language

SLAVIC = (
    Language(
        code="pl", from_="Od|Nadawca", sent="Wysłane|Wysłano|Data wysłania|Wysłany", date="Data",
        to="Do|Adresat", cc="DW|Kopia|UDW|Do wiadomości", subject="Temat",
        reply_to="Odpowiedz do|Odpowiedź do",
        wrote="napisał(a)|napisała|napisał|napisali|pisze|napisał/a|napisał(-a)|napisał/napisała",
        on="Dnia|W dniu|Dn.", quoting="Cytowanie|Cytuję|Cytat z",
        before_name="o|użytkownik|godz.|o godz.|o godzinie|r.",
        forwarded="wiadomość przekazana dalej|przekazana wiadomość|początek przekazanej wiadomości"
        "|treść przekazanej wiadomości|wiadomość przekazana|początek wiadomości przekazanej dalej"
        "|przesłana wiadomość|przesłana dalej wiadomość|początek przesłanej dalej wiadomości"
        "|początek przesyłanej dalej wiadomości|przekazywana wiadomość|początek przekazywanej wiadomości",
        forwarding="przekazan|przekazywan|przesłan",
        original="wiadomość oryginalna|oryginalna wiadomość|wiadomość pierwotna|pierwotna wiadomość"
        "|oryginalny e-mail",
        on_behalf_of="w imieniu",
        months="styczeń/stycznia/sty|luty/lutego/lut|marzec/marca/mar|kwiecień/kwietnia/kwi|maj/maja"
        "|czerwiec/czerwca/cze|lipiec/lipca/lip|sierpień/sierpnia/sie|wrzesień/września/wrz"
        "|październik/października/paź|listopad/listopada/lis|grudzień/grudnia/gru",
        weekdays="poniedziałek/pon/pn|wtorek/wt|środa/środę/śr|czwartek/czw|piątek/pt|sobota/sobotę/sob/sb"
        "|niedziela/niedzielę/niedz/nd",
        other_days="wczoraj",
    ),
    Language(
        code="cs", from_="Od|Odesílatel", sent="Odesláno|Posláno|Zasláno", date="Datum", to="Komu|Pro",
        cc="Kopie|Kopie pro|Skrytá kopie", subject="Předmět|Věc", reply_to="Odpovědět komu|Odpověď na",
        wrote_either="napsal(a)|napsala|napsal|píše|napsal/a|psal", on="Dne", quoting="Cituji|Citování",
        before_name="v|odesílatel|uživatel|hod.",
        forwarded="přeposlaná zpráva|přeposílaná zpráva|začátek přeposlané zprávy|začátek přeposílané zprávy"
        "|předaná zpráva|přesměrovaná zpráva",
        forwarding="přepos|přesměrovan", original="původní zpráva|původní e-mail|originální zpráva",
        on_behalf_of="jménem|v zastoupení",
        months="leden/ledna/led|únor/února/úno|březen/března/bře|duben/dubna/dub|květen/května/kvě"
        "|červen/června/čvn/čer|červenec/července/čvc|srpen/srpna/srp|září/zář|říjen/října/říj"
        "|listopad/listopadu/lis|prosinec/prosince/pro",
        weekdays="pondělí/po|úterý/út|středa/stř/st|čtvrtek/čt|pátek/pá|sobota/so|neděle/ne",
        other_days="včera", am="dop.", pm="odp.", particles="z",
    ),
    Language(
        code="sk", from_="Od|Odosielateľ", sent="Odoslané|Poslané", date="Dátum", to="Komu|Pre|Adresát",
        cc="Kópia|Kópia pre", subject="Predmet|Vec", reply_to="Odpovedať komu|Odpoveď pre",
        wrote="napísal(a)|napísala|napísal|píše|napísal/a", on="Dňa",
        before_name="o|v|používateľ|odosielateľ|hod.",
        forwarded="preposlaná správa|preposielaná správa|začiatok preposlanej správy"
        "|začiatok preposielanej správy|presmerovaná správa|začiatok presmerovanej správy"
        "|poslaná ďalej správa|odovzdaná správa",
        forwarding="prepos|presmerovan", original="pôvodná správa|pôvodný e-mail|originálna správa",
        on_behalf_of="v mene|v zastúpení",
        months="január/januára/jan|február/februára/feb|marec/marca/mar|apríl/apríla/apr|máj/mája|jún/júna"
        "|júl/júla|august/augusta/aug|september/septembra/sep|október/októbra/okt|november/novembra/nov"
        "|december/decembra/dec",
        weekdays="pondelok/po|utorok/ut|streda/st|štvrtok/št|piatok/pi|sobota/so|nedeľa/ne",
        other_days="včera",
    ),
    Language(
        code="sl", from_="Od|Pošiljatelj", sent="Poslano", date="Datum", to="Za|Prejemnik|Komu",
        cc="Kp|Kopija|V vednost", subject="Zadeva", reply_to="Odgovori na|Odgovor na",
        wrote="napisal(a)|napisala|napisal|je napisal(a)|je napisala|je napisal|piše|je pisal|je napisal/a"
        "|napisal/a",
        on="Dne|V|V V", before_name="je|ob|oseba|je oseba|uporabnik|je uporabnik",
        forwarded="posredovano sporočilo|začetek posredovanega sporočila"
        "|začetek posredovanega e-poštnega sporočila",
        forwarding="posredovan", original="izvirno sporočilo|originalno sporočilo|prvotno sporočilo",
        on_behalf_of="v imenu",
        months="januar/januarja/jan|februar/februarja/feb|marec/marca/mar|april/aprila/apr|maj/maja"
        "|junij/junija/jun|julij/julija/jul|avgust/avgusta/avg|september/septembra/sep|oktober/oktobra/okt"
        "|november/novembra/nov|december/decembra/dec",
        weekdays="ponedeljek/pon|torek/tor|sreda/sredo/sre|četrtek/čet|petek/pet|sobota/soboto/sob"
        "|nedelja/nedeljo/ned",
        other_days="včeraj", am="dop.", pm="pop.",
    ),
    Language(
        code="hr", from_="Od|Šalje|Pošiljatelj", sent="Poslano|Poslano dana", date="Datum",
        to="Prima|Za|Primatelj", cc="Kopija|Kopija za", subject="Predmet|Naslov",
        reply_to="Odgovori na|Odgovor na",
        wrote="napisao je|napisala je|je napisao|je napisala|je napisao/la|napisao/la je|je napisao/napisala"
        "|napisao|napisao/la|piše|je napisao(la)|napisala|napisao je sljedeće",
        on="Dana|Dne|U|Na datum", before_name="u|korisnik|korisnica|je|osoba|sati",
        forwarded="proslijeđena poruka|početak proslijeđene poruke|proslijeđena e-pošta"
        "|započni proslijeđenu poruku|preusmjerena poruka",
        forwarding="proslijeđen", original="izvorna poruka|originalna poruka|izvorna e-pošta",
        on_behalf_of="u ime",
        months="siječanj/siječnja/sij|veljača/veljače/velj|ožujak/ožujka/ožu|travanj/travnja/tra"
        "|svibanj/svibnja/svi|lipanj/lipnja/lip|srpanj/srpnja/srp|kolovoz/kolovoza/kol|rujan/rujna/ruj"
        "|listopad/listopada/lis|studeni/studenog/studenoga/stu|prosinac/prosinca/pro",
        weekdays="ponedjeljak/pon|utorak/uto|srijeda/sri|četvrtak/čet|petak/pet|subota/sub|nedjelja/ned",
        other_days="jučer",
    ),
    Language(
        code="bs", from_="Od|Šalje", sent="Poslano|Poslato", date="Datum", to="Za|Prima", cc="Kopija",
        subject="Predmet|Tema|Naslov",
        wrote="je napisao/la|je napisao|je napisala|napisao/la je|napisao je|napisala je|piše", on="Dana|Dne",
        before_name="u|korisnik",
        forwarded="proslijeđena poruka|početak proslijeđene poruke|prosleđena poruka",
        forwarding="proslijeđen|prosleđen", original="izvorna poruka|originalna poruka", on_behalf_of="u ime",
        months="januar/januara/jan|februar/februara/feb|mart/marta/mar|april/aprila/apr|maj/maja"
        "|juni/juna/jun|juli/jula/jul|avgust/avgusta/avg/august|septembar/septembra/sep|oktobar/oktobra/okt"
        "|novembar/novembra/nov|decembar/decembra/dec",
        weekdays="ponedjeljak/pon|utorak/uto|srijeda/sri|četvrtak/čet|petak/pet|subota/sub|nedjelja/ned",
    ),
    Language(
        code="sr-Latn", from_="Od|Šalje|Pošiljalac", sent="Poslato|Poslato dana", date="Datum",
        to="Za|Prima|Primalac", cc="Kopija|Cc", subject="Tema|Predmet|Naslov",
        reply_to="Odgovori na|Odgovor na",
        wrote="je napisao/la|je napisao|je napisala|napisao je|napisala je|napisao/la|piše|je napisao(la)",
        on="Dana|Dne|U", before_name="u|korisnik|je",
        forwarded="prosleđena poruka|početak prosleđene poruke|preusmerena poruka", forwarding="prosleđen",
        original="originalna poruka|izvorna poruka|prvobitna poruka|orginalna poruka", on_behalf_of="u ime",
        months="januar/januara/jan|februar/februara/feb|mart/marta/mar|april/aprila/apr|maj/maja"
        "|jun/juna/juni|jul/jula/juli|avgust/avgusta/avg|septembar/septembra/sep|oktobar/oktobra/okt"
        "|novembar/novembra/nov|decembar/decembra/dec",
        weekdays="ponedeljak/pon|utorak/uto|sreda/sre|četvrtak/čet|petak/pet|subota/sub|nedelja/ned",
        other_days="juče",
    ),
)  # fmt: skip
