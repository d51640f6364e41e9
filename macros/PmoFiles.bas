Attribute VB_Name = "PmoFiles"
'@Folder("PMO")
'@ModuleDescription("Small text files of lines 'name=value', in ASCII: other letters are written as \u and four hex digits.")
'
' Public procedures: WriteText, ReadText, Pair, Field, Exists, Remove, Rename, MakeFolder, Joined, LastPart.
' Errors: the program's own, when a file cannot be written.
'
Option Explicit
Option Private Module

'@Description("Writes a file.")
Public Sub WriteText(ByVal Path As String, ByVal Text As String)
    Dim Handle As Integer
    Handle = FreeFile
    Open Path For Output As #Handle
    Print #Handle, Text;
    Close #Handle
End Sub

'@Description("Reads a file; empty when it is not there or cannot be read just now.")
Public Function ReadText(ByVal Path As String) As String
    Dim Handle As Integer
    Dim OneLine As String
    Dim Text As String
    If Not Exists(Path) Then Exit Function
    On Error GoTo CleanFail
    Handle = FreeFile
    Open Path For Input As #Handle
    Do While Not EOF(Handle)
        Line Input #Handle, OneLine
        Text = Text & OneLine & vbLf
    Loop
    Close #Handle
    ReadText = Text
    Exit Function
CleanFail:
    ReadText = ""
End Function

'@Description("One field, as a line of a file.")
Public Function Pair(ByVal FieldName As String, ByVal Value As String) As String
    Pair = FieldName & "=" & Escaped(Value) & vbLf
End Function

'@Description("Value of a field in a file's text; empty when it is not there.")
Public Function Field(ByVal Text As String, ByVal FieldName As String) As String
    Dim OneLine As Variant
    For Each OneLine In Split(Text, vbLf)
        If Left$(OneLine, Len(FieldName) + 1) = FieldName & "=" Then
            Field = Unescaped(Replace(Mid$(OneLine, Len(FieldName) + 2), vbCr, ""))
        End If
    Next OneLine
End Function

'@Description("Whether a file is there.")
Public Function Exists(ByVal Path As String) As Boolean
    ' A path on a drive that is gone raises an error: then the file is not there.
    On Error Resume Next
    Exists = Len(Dir(Path)) > 0
    On Error GoTo 0
End Function

'@Description("Removes a file if it is there.")
Public Sub Remove(ByVal Path As String)
    If Not Exists(Path) Then Exit Sub
    ' The worker may be faster, or still have it open.
    On Error Resume Next
    Kill Path
    On Error GoTo 0
End Sub

'@Description("Gives a file another name, by which another program may take it away at once.")
Public Sub Rename(ByVal OldPath As String, ByVal NewPath As String)
    Dim Number As Long
    Dim Said As String
    ' LibreOffice looks at the file again under its new name, and fails when the worker has been faster.
    On Error Resume Next
    Name OldPath As NewPath
    Number = Err.Number
    Said = Err.Description
    On Error GoTo 0
    If Number <> 0 Then If Exists(OldPath) Then Err.Raise Number, "PmoFiles", Said
End Sub

'@Description("Makes a folder, and those above it, if it is not there.")
Public Sub MakeFolder(ByVal Path As String)
    Dim Place As Long
    If Len(Dir(Path, vbDirectory)) > 0 Then Exit Sub
    Place = InStrRev(Path, Application.PathSeparator)
    If Place > 3 Then MakeFolder Left$(Path, Place - 1)
    MkDir Path
End Sub

'@Description("A name in a folder.")
Public Function Joined(ByVal Folder As String, ByVal FileName As String) As String
    Joined = Folder & Application.PathSeparator & FileName
End Function

'@Description("The part of a path after its last separator.")
Public Function LastPart(ByVal Path As String) As String
    LastPart = Mid$(Path, InStrRev(Path, Application.PathSeparator) + 1)
End Function

'@Description("Text in ASCII on one line.")
Private Function Escaped(ByVal Text As String) As String
    Dim Place As Long
    Dim Code As Long
    Dim Ascii As String
    For Place = 1 To Len(Text)
        Code = AscW(Mid$(Text, Place, 1))
        If Code < 0 Then Code = Code + 65536
        If Code < 32 Or Code > 126 Or Code = 92 Then
            Ascii = Ascii & "\u" & Right$("000" & Hex$(Code), 4)
        Else
            Ascii = Ascii & Chr$(Code)
        End If
    Next Place
    Escaped = Ascii
End Function

'@Description("The text that was escaped.")
Private Function Unescaped(ByVal Text As String) As String
    Dim Place As Long
    Dim Plain As String
    Place = InStr(Text, "\u")
    Do While Place > 0
        Plain = Plain & Left$(Text, Place - 1) & Letter(Mid$(Text, Place + 2, 4))
        Text = Mid$(Text, Place + 6)
        Place = InStr(Text, "\u")
    Loop
    Unescaped = Plain & Text
End Function

'@Description("The letter with a number of four hex digits.")
Private Function Letter(ByVal Digits As String) As String
    Dim Place As Long
    Dim Code As Long
    For Place = 1 To Len(Digits)
        Code = Code * 16 + InStr("0123456789ABCDEF", UCase$(Mid$(Digits, Place, 1))) - 1
    Next Place
    If Code > 32767 Then Code = Code - 65536
    Letter = ChrW(Code)
End Function
