"""Rows of the table of languages: those of the lands around the Baltic Sea, and Hungarian."""

from __future__ import annotations

from archive.mail.languages.language import Language

BALTIC = (
    Language(
        code="fi", from_="Lähettäjä", sent="Lähetetty", date="Päivämäärä|Päiväys|Pvm|Pvm.",
        to="Vastaanottaja|Saaja|Vastaanottajat", cc="Kopio|Kopiot|Piilokopio", subject="Aihe|Otsikko",
        reply_to="Vastausosoite|Vastaa", wrote="kirjoitti|kirjoitti seuraavaa|kirjoittaa", on="Päivämäärä",
        before_name="klo|käyttäjä",
        forwarded="välitetty viesti|välitetty viesti alkaa|edelleenlähetetty viesti|alkaa välitetty viesti"
        "|välitetyn viestin alku|edelleenlähetetyn viestin alku|aloita välitetty viesti|lähetetty edelleen",
        forwarding="välitet|edelleenlähetet", original="alkuperäinen viesti|alkuperäinen sähköposti",
        on_behalf_of="puolesta",
        months="tammikuu/tammikuuta/tammik/tammi|helmikuu/helmikuuta/helmik/helmi"
        "|maaliskuu/maaliskuuta/maalisk/maalis|huhtikuu/huhtikuuta/huhtik/huhti"
        "|toukokuu/toukokuuta/toukok/touko|kesäkuu/kesäkuuta/kesäk/kesä|heinäkuu/heinäkuuta/heinäk/heinä"
        "|elokuu/elokuuta/elok/elo|syyskuu/syyskuuta/syysk/syys|lokakuu/lokakuuta/lokak/loka"
        "|marraskuu/marraskuuta/marrask/marras|joulukuu/joulukuuta/jouluk/joulu",
        weekdays="maanantai/maanantaina/ma|tiistai/tiistaina/ti|keskiviikko/keskiviikkona/ke"
        "|torstai/torstaina/to|perjantai/perjantaina/pe|lauantai/lauantaina/la|sunnuntai/sunnuntaina/su",
        other_days="eilen", am="ap.", pm="ip.",
    ),
    Language(
        code="et", from_="Saatja|Kellelt", sent="Saadetud|Saatmisaeg", date="Kuupäev",
        to="Kellele|Saaja|Adressaat|Saajad", cc="Koopia", subject="Teema|Pealkiri", reply_to="Vasta",
        wrote="kirjutas kuupäeval", wrote_either="kirjutas|kirjutab", on="Kuupäeval|Kuupäev",
        opening="Kasutaja", before_name="kell|kasutaja",
        forwarded="edastatud kiri|edastatud sõnum|edastatud kirja algus|edastatud sõnumi algus"
        "|edasisaadetud kiri|edastatud e-kiri|edasisaadetud kirja algus",
        forwarding="edastat|edasisaadet",
        original="algne kiri|algne sõnum|originaalkiri|algsõnum|originaalsõnum", on_behalf_of="nimel",
        months="jaanuar/jaan|veebruar/veebr|märts|aprill/apr|mai|juuni|juuli|august/aug|september/sept"
        "|oktoober/okt|november/nov|detsember/dets",
        weekdays="esmaspäev|teisipäev|kolmapäev|neljapäev|reede|laupäev|pühapäev",
    ),
    Language(
        code="lv", from_="No|Sūtītājs", sent="Nosūtīts|Sūtīts|Nosūtīšanas datums", date="Datums",
        to="Kam|Adresāts|Saņēmējs", cc="Kopija", subject="Tēma|Temats", reply_to="Atbildēt|Atbilde",
        wrote="rakstīja|rakstīja šādi|raksta", before_name="plkst.|plkst|g.|lietotājs|lietotāja",
        forwarded="pārsūtīts ziņojums|pārsūtītais ziņojums|pārsūtītā ziņojuma sākums|pārsūtīta vēstule"
        "|pārsūtītā vēstule|pārsūtītās vēstules sākums",
        forwarding="pārsūtīt",
        original="sākotnējais ziņojums|oriģinālais ziņojums|sākotnējā vēstule|oriģinālā vēstule",
        on_behalf_of="vārdā",
        months="janvāris/janvārī/janvāra/janv|februāris/februārī/februāra/febr|marts/martā/marta"
        "|aprīlis/aprīlī/aprīļa/apr|maijs/maijā/maija|jūnijs/jūnijā/jūnija/jūn|jūlijs/jūlijā/jūlija/jūl"
        "|augusts/augustā/augusta/aug|septembris/septembrī/septembra/sept|oktobris/oktobrī/oktobra/okt"
        "|novembris/novembrī/novembra/nov|decembris/decembrī/decembra/dec",
        weekdays="pirmdiena/pirmdien/pirmd|otrdiena/otrdien/otrd|trešdiena/trešdien/trešd"
        "|ceturtdiena/ceturtdien/ceturtd|piektdiena/piektdien/piektd|sestdiena/sestdien/sestd"
        "|svētdiena/svētdien/svētd",
        am="priekšp.", pm="pēcp.",
    ),
    Language(
        code="lt", from_="Nuo|Siuntėjas|Kas", sent="Išsiųsta|Siųsta", date="Data",
        to="Kam|Iki|Gavėjas|Skirta", cc="Kopija|Kopijos", subject="Tema", reply_to="Atsakyti|Atsakymas",
        wrote="rašė|parašė|rašo|rašė(-a)", before_name="val.|m.|d.|vartotojas|naudotojas",
        forwarded="persiųstas laiškas|persiunčiamas laiškas|persiųsto laiško pradžia"
        "|persiunčiamo laiško pradžia|pradėti persiunčiamą laišką|persiųsta žinutė",
        forwarding="persių|persiunč",
        original="originalus laiškas|pradinis laiškas|pirminis laiškas|originali žinutė|pradinis pranešimas",
        on_behalf_of="vardu",
        months="sausis/sausio/saus|vasaris/vasario/vas|kovas/kovo/kov|balandis/balandžio/bal"
        "|gegužė/gegužės/geg|birželis/birželio/birž|liepa/liepos/liep|rugpjūtis/rugpjūčio/rugp"
        "|rugsėjis/rugsėjo/rugs|spalis/spalio/spal|lapkritis/lapkričio/lapkr|gruodis/gruodžio/gruod",
        weekdays="pirmadienis/pirmadienį/pr|antradienis/antradienį/an|trečiadienis/trečiadienį/tr"
        "|ketvirtadienis/ketvirtadienį/kt|penktadienis/penktadienį/pn|šeštadienis/šeštadienį/št"
        "|sekmadienis/sekmadienį/sk",
        am="priešpiet", pm="popiet",
    ),
    Language(
        code="hu", from_="Feladó|Küldő", sent="Elküldve|Küldve|Küldés ideje|Elküldés ideje", date="Dátum",
        to="Címzett|Címzettek", cc="Másolatot kap|Másolat", subject="Tárgy", reply_to="Válaszcím",
        wrote="ezt írta|írta|a következőt írta|a következőket írta|írja", opening="Idézet",
        before_name="keltezéssel|időpontban|órakor|dátummal|-kor",
        forwarded="továbbított üzenet|továbbított levél|továbbított levél kezdete|továbbított üzenet kezdete"
        "|továbbított üzenet eleje|továbbított levél eleje|a továbbított üzenet kezdete|továbbított e-mail",
        forwarding="továbbít", original="eredeti üzenet|eredeti levél|eredeti e-mail", on_behalf_of="nevében",
        months="január/jan|február/febr/feb|március/márc/már|április/ápr|május/máj|június/jún|július/júl"
        "|augusztus/aug|szeptember/szept/szep|október/okt|november/nov|december/dec",
        weekdays="hétfő/hét|kedd|szerda/sze|csütörtök/cs/csüt|péntek/pén|szombat/szo|vasárnap/vas",
        other_days="tegnap", am="de.", pm="du.",
    ),
)  # fmt: skip
