"""Rows of the table of languages: those of South and South-East Asia."""

from __future__ import annotations

from archive.mail.languages.language import Language

SOUTH_ASIAN = (
    Language(
        code="th", from_="จาก|ผู้ส่ง", sent="ส่ง|ส่งเมื่อ|ส่งแล้ว|วันที่ส่ง", date="วันที่|วัน",
        to="ถึง|ผู้รับ", cc="สำเนา|สำเนาถึง", subject="เรื่อง|หัวข้อ|ชื่อเรื่อง|หัวเรื่อง",
        reply_to="ตอบกลับ|ตอบกลับถึง",
        wrote="เขียนว่า|เขียน|ได้เขียนว่า|ได้เขียนข้อความ|ได้เขียน|เขียนข้อความ",
        on="เมื่อ|ในวันที่|ใน วันที่|เมื่อวันที่|ใน|วันที่", before_name="น.|เวลา|โดย|คุณ|ผู้ใช้",
        forwarded="ข้อความที่ส่งต่อ|เริ่มข้อความที่ส่งต่อ|เริ่มต้นข้อความที่ส่งต่อ|ข้อความที่ถูกส่งต่อ"
        "|เริ่มต้นข้อความที่ถูกส่งต่อ|ข้อความส่งต่อ|เริ่มข้อความที่ถูกส่งต่อ|จดหมายที่ส่งต่อ|อีเมลที่ส่งต่อ",
        forwarding="ส่งต่อ",
        original="ข้อความต้นฉบับ|ข้อความเดิม|ข้อความดั้งเดิม|อีเมลต้นฉบับ|จดหมายต้นฉบับ|ต้นฉบับข้อความ",
        on_behalf_of="ในนามของ|ในนาม",
        months="มกราคม/ม.ค|กุมภาพันธ์/ก.พ|มีนาคม/มี.ค|เมษายน/เม.ย|พฤษภาคม/พ.ค|มิถุนายน/มิ.ย|กรกฎาคม/ก.ค"
        "|สิงหาคม/ส.ค|กันยายน/ก.ย|ตุลาคม/ต.ค|พฤศจิกายน/พ.ย|ธันวาคม/ธ.ค",
        weekdays="วันจันทร์/จันทร์/จ|วันอังคาร/อังคาร/อ|วันพุธ/พุธ/พ|วันพฤหัสบดี/พฤหัสบดี/พฤ"
        "|วันศุกร์/ศุกร์/ศ|วันเสาร์/เสาร์/ส|วันอาทิตย์/อาทิตย์/อา",
        am="ก่อนเที่ยง|AM", pm="หลังเที่ยง|PM",
    ),
    Language(
        code="id", from_="Dari|Pengirim", sent="Terkirim|Dikirim|Dikirim pada|Kirim|Tanggal kirim",
        date="Tanggal|Tgl", to="Kepada|Ke|Untuk|Penerima", cc="Cc|Tembusan|Salinan",
        subject="Subjek|Perihal|Hal|Judul|Subyek", reply_to="Balas ke|Balas Ke",
        wrote="menulis|menulis berikut ini", on="Pada|Pada tanggal|Pada hari|Tanggal",
        before_name="pukul|pada|jam|pkl|pkl.|oleh|WIB|pengguna",
        forwarded="pesan terusan|pesan yang diteruskan|mulai pesan terusan|mulai pesan yang diteruskan"
        "|awal pesan terusan|awal pesan yang diteruskan|pesan diteruskan",
        forwarding="terusan|diteruskan",
        original="pesan asli|pesan asal|pesan awal|email asli|pesan orisinal", on_behalf_of="atas nama",
        months="Januari/Jan|Februari/Feb/Peb|Maret/Mar|April/Apr|Mei|Juni/Jun|Juli/Jul|Agustus/Agu/Agt"
        "|September/Sep|Oktober/Okt|November/Nov/Nop|Desember/Des",
        weekdays="Senin/Sen|Selasa/Sel|Rabu/Rab|Kamis/Kam|Jumat/Jum/Jum'at|Sabtu/Sab|Minggu/Min/Ahad",
        other_days="kemarin", am="AM", pm="PM",
    ),
    Language(
        code="ms", from_="Daripada|Dari|Pengirim", sent="Dihantar|Dihantar pada|Tarikh Dihantar",
        date="Tarikh", to="Kepada|Ke|Untuk", cc="Salinan|Sk|Cc", subject="Subjek|Perkara|Tajuk",
        wrote="menulis|telah menulis|tulis", on="Pada|Pada tarikh|Pada hari",
        before_name="pada|pukul|jam|oleh|pengguna",
        forwarded="mesej dimajukan|mesej yang dimajukan|mula mesej yang dimajukan|mulakan mesej dimajukan"
        "|mula mesej dimajukan|mulakan mesej yang dimajukan|permulaan mesej yang dimajukan"
        "|mesej terkehadapan|permulaan mesej dimajukan",
        forwarding="dimajukan", original="mesej asal|mesej asli", on_behalf_of="bagi pihak|atas nama",
        months="Januari/Jan|Februari/Feb|Mac|April/Apr|Mei|Jun|Julai/Jul|Ogos/Ogo|September/Sep|Oktober/Okt"
        "|November/Nov|Disember/Dis",
        weekdays="Isnin/Isn|Selasa/Sel|Rabu/Rab|Khamis/Kha|Jumaat/Jum|Sabtu/Sab|Ahad/Ahd",
        other_days="semalam", am="PG", pm="PTG",
    ),
    Language(
        code="hi", from_="प्रेषक|द्वारा|से|भेजने वाला",
        sent="भेजा गया|भेजा|भेजी गई|भेजने की तारीख|भेजने का समय", date="दिनांक|तारीख|तिथि",
        to="प्रति|को|प्राप्तकर्ता|सेवा में", cc="प्रतिलिपि|सीसी|प्रति लिपि", subject="विषय",
        reply_to="उत्तर दें|जवाब दें", wrote="ने लिखा|लिखा|ने लिखा है|लिखा है",
        before_name="बजे को|बजे|को|पर|को बजे",
        forwarded="अग्रेषित संदेश|फ़ॉरवर्ड किया गया संदेश|अग्रेषित संदेश शुरू|अग्रेषित संदेश प्रारंभ"
        "|फ़ॉरवर्ड किया गया संदेश शुरू|अग्रेषित संदेश आरंभ|अग्रेषित संदेश की शुरुआत|अग्रेषित सन्देश"
        "|फॉरवर्ड किया गया संदेश|आगे भेजा गया संदेश|अग्रेषित किया गया संदेश",
        forwarding="अग्रेषित|फ़ॉरवर्ड|फॉरवर्ड", original="मूल संदेश|मूल सन्देश|मूल मेल",
        on_behalf_of="की ओर से",
        months="जनवरी/जन॰/जन|फ़रवरी/फ़र॰/फरवरी/फर|मार्च|अप्रैल/अप्रै|मई|जून|जुलाई/जुल॰/जुला|अगस्त/अग॰/अग"
        "|सितंबर/सित॰/सितम्बर/सित|अक्टूबर/अक्तू॰/अक्तूबर/अक्टू|नवंबर/नव॰/नवम्बर/नव|दिसंबर/दिस॰/दिसम्बर/दिस",
        weekdays="सोमवार/सोम|मंगलवार/मंगल|बुधवार/बुध|गुरुवार/गुरु|शुक्रवार/शुक्र|शनिवार/शनि|रविवार/रवि",
        am="पूर्वाह्न|am", pm="अपराह्न|pm",
    ),
)  # fmt: skip
